package dev.rollcall.pages.account;

import java.time.Duration;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import dev.rollcall.pages.view.Time;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The first page of an account: its data, and links to change them. */
@Controller
class OverviewController {

	private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(1);

	private final Api api;

	private final SignedInPages pages;

	OverviewController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	/** The number of notifications must not delay the page. */
	@GetMapping("/account")
	Mono<Rendering> overview(Step step, ServerWebExchange exchange) {
		Mono<Answer> notifications = this.api.get(exchange, InboxController.FIRST_PAGE)
			.timeout(COUNT_TIMEOUT, Mono.just(Answer.unavailable()));
		return this.api.get(exchange, "/api/v1/users/me")
			.zipWith(notifications)
			.flatMap((both) -> overview(step, exchange, both.getT1(), InboxController.unread(both.getT2())));
	}

	private Mono<Rendering> overview(Step step, ServerWebExchange exchange, Answer person, String unread) {
		return this.pages.page(exchange, step, Mono.just(person), "account/overview",
				(answer) -> Map.of("unread", unread, "person", Person.of(answer, exchange), "administrator",
						this.api.roles(exchange).contains("admin")));
	}

	/** Sends the link again that confirms the address. */
	@PostMapping("/account/verification")
	Mono<Rendering> verification(ServerWebExchange exchange) {
		return this.pages.show(exchange, this.api.post(exchange, "/api/v1/email-verifications/requests"),
				(answer) -> Step.to("/account", answer, "verification-sent"));
	}

	/**
	 * Where to change a forgotten or leaked password (W3C, a well-known URL for changing
	 * passwords).
	 */
	@GetMapping("/.well-known/change-password")
	Rendering changePassword() {
		return PageViews.goTo("/account/password");
	}

	/**
	 * A person, as shown.
	 */
	record Person(String email, String displayName, boolean emailVerified, Time registeredAt) {

		static Person of(Answer answer, ServerWebExchange exchange) {
			JsonNode body = answer.body();
			return new Person(body.path("email").asString(""), body.path("displayName").asString(""),
					body.path("emailVerified").asBoolean(false), Time.of(body.path("registeredAt"), exchange));
		}

	}

}
