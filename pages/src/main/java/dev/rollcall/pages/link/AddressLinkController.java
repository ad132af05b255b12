package dev.rollcall.pages.link;

import java.util.Map;

import dev.rollcall.pages.api.Api;
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

/**
 * Confirms an address, makes a new one the account's, or restores the former one: one
 * call of the REST API, which knows by the token what it does.
 */
@Controller
class AddressLinkController {

	private static final String TOKEN = "token";

	private final Api api;

	private final PageViews views;

	AddressLinkController(Api api, PageViews views) {
		this.api = api;
		this.views = views;
	}

	@GetMapping("/verify-email")
	Rendering verification(@RequestParam(required = false) @Nullable String token) {
		return Kind.VERIFICATION.page(token);
	}

	@PostMapping("/verify-email")
	Mono<Rendering> verify(ServerWebExchange exchange) {
		return use(Kind.VERIFICATION, exchange);
	}

	@GetMapping("/change-email")
	Rendering change(@RequestParam(required = false) @Nullable String token) {
		return Kind.CHANGE.page(token);
	}

	@PostMapping("/change-email")
	Mono<Rendering> applyChange(ServerWebExchange exchange) {
		return use(Kind.CHANGE, exchange);
	}

	@GetMapping("/undo-email-change")
	Rendering undo(@RequestParam(required = false) @Nullable String token) {
		return Kind.UNDO.page(token);
	}

	@PostMapping("/undo-email-change")
	Mono<Rendering> applyUndo(ServerWebExchange exchange) {
		return use(Kind.UNDO, exchange);
	}

	private Mono<Rendering> use(Kind kind, ServerWebExchange exchange) {
		return exchange.getFormData().flatMap((entered) -> {
			String token = entered.getFirst(TOKEN);
			return this.api.post(exchange, "/api/v1/email-verifications", Map.of(TOKEN, (token != null) ? token : ""))
				.map((answer) -> answer.isSuccess() ? PageViews.goTo("/sign-in?done=" + kind.done)
						: this.views.refused(kind.template(), kind.form(token), answer, exchange));
		});
	}

	private enum Kind {

		VERIFICATION("verify-email", "verified"), CHANGE("change-email", "address-changed"),
		UNDO("undo-email-change", "address-restored");

		private final String name;

		private final String done;

		Kind(String name, String done) {
			this.name = name;
			this.done = done;
		}

		String template() {
			return "link/" + this.name;
		}

		Form form(@Nullable String token) {
			return Form.of("/" + this.name, this.name + ".submit").with(TOKEN, token);
		}

		Rendering page(@Nullable String token) {
			return PageViews.page(template(), form(token));
		}

	}

}
