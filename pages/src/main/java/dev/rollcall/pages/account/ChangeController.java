package dev.rollcall.pages.account;

import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.Field;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Changes the name, the password and the address of an account, and deletes it. */
@Controller
class ChangeController {

	private static final String ME = "/api/v1/users/me";

	private static final String PROFILE = "account/profile";

	private static final String PASSWORD = "account/password";

	private static final String ADDRESS = "account/email";

	private static final String DELETION = "account/delete";

	private static final Form PROFILE_FORM = Form.of("/account/profile", "account.save",
			Field.optional("displayName", "name"));

	private static final Form PASSWORD_FORM = Form.of("/account/password", "account.password.title",
			Field.password("currentPassword"), Field.newPassword("newPassword"));

	private static final Form ADDRESS_FORM = Form.of("/account/email", "account.email.submit", Field.email("newEmail"),
			Field.password("password"));

	private static final Form DELETION_FORM = Form.of("/account/delete", "account.delete.title",
			Field.password("password"));

	private final Api api;

	private final SignedInPages pages;

	ChangeController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	@GetMapping("/account/profile")
	Mono<Rendering> profile(ServerWebExchange exchange) {
		return this.pages.show(exchange, this.api.get(exchange, ME), (answer) -> {
			String name = answer.body().path("displayName").asString("");
			return PageViews.page(PROFILE, PROFILE_FORM.showing("displayName", name));
		});
	}

	/** An empty name removes it. */
	@PostMapping("/account/profile")
	Mono<Rendering> changeProfile(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.pages.command(exchange,
					this.api.patch(exchange, ME, PROFILE_FORM.allValues(entered)), PROFILE,
					PROFILE_FORM.filled(entered), "/account?done=profile"));
	}

	@GetMapping("/account/password")
	Mono<Rendering> password(ServerWebExchange exchange) {
		return form(exchange, PASSWORD, PASSWORD_FORM);
	}

	@PostMapping("/account/password")
	Mono<Rendering> changePassword(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.pages.command(exchange,
					this.api.post(exchange, ME + "/password", PASSWORD_FORM.values(entered)), PASSWORD, PASSWORD_FORM,
					"/account?done=password"));
	}

	@GetMapping("/account/email")
	Mono<Rendering> address(ServerWebExchange exchange) {
		return form(exchange, ADDRESS, ADDRESS_FORM);
	}

	@PostMapping("/account/email")
	Mono<Rendering> changeAddress(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.pages.command(exchange,
					this.api.post(exchange, ME + "/email", ADDRESS_FORM.values(entered)), ADDRESS,
					ADDRESS_FORM.filled(entered), "/account?done=address-requested"));
	}

	@GetMapping("/account/delete")
	Mono<Rendering> deletion(ServerWebExchange exchange) {
		return form(exchange, DELETION, DELETION_FORM);
	}

	@PostMapping("/account/delete")
	Mono<Rendering> delete(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.pages.command(exchange,
					this.api.delete(exchange, ME, DELETION_FORM.values(entered)), DELETION, DELETION_FORM,
					"/sign-in?done=deleted"));
	}

	/** Reads the account first: only a signed-in user sees the form. */
	private Mono<Rendering> form(ServerWebExchange exchange, String template, Form form) {
		return this.pages.show(exchange, this.api.get(exchange, ME),
				(answer) -> PageViews.page(template)
					.modelAttribute("form", form)
					.modelAttribute("userName", answer.body().path("email").asString(""))
					.build());
	}

}
