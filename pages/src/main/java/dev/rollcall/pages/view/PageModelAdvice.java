package dev.rollcall.pages.view;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/** Adds what every template can use to the model of each page. */
@ControllerAdvice
final class PageModelAdvice {

	private final PageModel page;

	PageModelAdvice(PageModel page) {
		this.page = page;
	}

	@ModelAttribute
	void add(Model model, ServerWebExchange exchange) {
		model.addAllAttributes(this.page.of(exchange));
	}

}
