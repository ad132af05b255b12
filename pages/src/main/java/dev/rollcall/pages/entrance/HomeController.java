package dev.rollcall.pages.entrance;

import dev.rollcall.pages.view.PageViews;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;

/** The first page. */
@Controller
class HomeController {

	@GetMapping("/")
	Rendering home() {
		return PageViews.page("entrance/home").build();
	}

}
