package dev.rollcall.pages.link;

import java.util.Map;

import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.Field;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.PageViews;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Sends a link to a person who forgot the password, and sets a new one with it. */
@Controller
class RecoveryController {

	private static final String TOKEN = "token";

	private static final String FORGOT = "link/forgot-password";

	private static final String RESET = "link/reset-password";

	private static final Form REQUEST = Form.of("/forgot-password", "forgot-password.submit", Field.userName());

	private static final Form CHANGE = Form.of("/reset-password", "reset-password.submit",
			Field.newPassword("newPassword"));

	private final Api api;

	private final PageViews views;

	RecoveryController(Api api, PageViews views) {
		this.api = api;
		this.views = views;
	}

	@GetMapping("/forgot-password")
	Rendering request() {
		return PageViews.page(FORGOT, REQUEST);
	}

	/** Says the same whether or not there is such an account. */
	@PostMapping("/forgot-password")
	Mono<Rendering> send(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.api.post(exchange, "/api/v1/password-resets", REQUEST.values(entered))
				.map((answer) -> answer.isSuccess() ? PageViews.page("link/reset-sent").build()
						: this.views.refused(FORGOT, REQUEST.filled(entered), answer, exchange)));
	}

	@GetMapping("/reset-password")
	Rendering form(@RequestParam(required = false) @Nullable String token) {
		return PageViews.page(RESET, CHANGE.with(TOKEN, token));
	}

	@PostMapping("/reset-password")
	Mono<Rendering> change(ServerWebExchange exchange) {
		return exchange.getFormData().flatMap((entered) -> {
			String token = entered.getFirst(TOKEN);
			Map<String, String> values = CHANGE.values(entered);
			values.put(TOKEN, (token != null) ? token : "");
			return this.api.post(exchange, "/api/v1/password-resets/confirm", values)
				.map((answer) -> answer.isSuccess() ? PageViews.goTo("/sign-in?done=password-reset")
						: this.views.refused(RESET, CHANGE.with(TOKEN, token), answer, exchange));
		});
	}

}
