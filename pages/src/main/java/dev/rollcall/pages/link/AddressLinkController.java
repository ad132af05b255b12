package dev.rollcall.pages.link;

import java.util.Map;

import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.PageViews;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Confirms an address, makes a new one the account's, or restores the former one: one
 * call of the REST API, which knows by the token what it does.
 */
@Controller
class AddressLinkController {

	private static final String PATH = "/{page:verify-email|change-email|undo-email-change}";

	private static final String TOKEN = "token";

	private final Api api;

	private final PageViews views;

	AddressLinkController(Api api, PageViews views) {
		this.api = api;
		this.views = views;
	}

	@GetMapping(PATH)
	Rendering page(@PathVariable String page, @RequestParam(required = false) @Nullable String token) {
		return PageViews.page("link/" + page, form(page, token));
	}

	@PostMapping(PATH)
	Mono<Rendering> use(@PathVariable String page, ServerWebExchange exchange) {
		return exchange.getFormData().flatMap((entered) -> {
			String token = entered.getFirst(TOKEN);
			return this.api.post(exchange, "/api/v1/email-verifications", Map.of(TOKEN, (token != null) ? token : ""))
				.map((answer) -> answer.isSuccess() ? PageViews.goTo("/sign-in?done=" + page)
						: this.views.refused("link/" + page, form(page, token), answer, exchange));
		});
	}

	private static Form form(String page, @Nullable String token) {
		return Form.of("/" + page, page + ".submit").with(TOKEN, token);
	}

}
