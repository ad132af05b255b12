package dev.rollcall.pages.entrance;

import java.util.Map;

import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.Field;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.Languages;
import dev.rollcall.pages.view.PageViews;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Signs a person up. */
@Controller
@RequestMapping("/sign-up")
class SignUpController {

	private static final String TEMPLATE = "entrance/sign-up";

	private static final Form FORM = Form.of("/sign-up", "sign-up.submit", Field.userName(),
			Field.newPassword("password"), Field.optional("displayName", "name"));

	private final Api api;

	private final PageViews views;

	SignUpController(Api api, PageViews views) {
		this.api = api;
		this.views = views;
	}

	@GetMapping
	Rendering form() {
		return PageViews.page(TEMPLATE, FORM);
	}

	/**
	 * The answer's consistency token becomes a cookie, so the sign-in that follows finds
	 * the account.
	 */
	@PostMapping
	Mono<Rendering> signUp(ServerWebExchange exchange) {
		return exchange.getFormData().flatMap((entered) -> {
			Map<String, String> values = FORM.values(entered);
			values.put("locale", Languages.of(exchange).toLanguageTag());
			return this.api.post(exchange, "/api/v1/registrations", values)
				.map((answer) -> answer.isSuccess() ? PageViews.goTo("/sign-in?done=signed-up")
						: this.views.refused(TEMPLATE, FORM.filled(entered), answer, exchange));
		});
	}

}
