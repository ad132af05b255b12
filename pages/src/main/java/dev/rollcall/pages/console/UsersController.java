package dev.rollcall.pages.console;

import java.util.List;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;

/** Searches users. */
@Controller
class UsersController {

	static final String USERS = "/api/v1/admin/users";

	private static final int PAGE = 50;

	private final Api api;

	private final SignedInPages pages;

	UsersController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	@GetMapping("/console")
	Rendering first() {
		return PageViews.goTo("/console/users");
	}

	@GetMapping("/console/users")
	Mono<Rendering> search(@RequestParam(defaultValue = "") String email,
			@RequestParam(defaultValue = "") String status, @RequestParam(defaultValue = "") String after, Step step,
			ServerWebExchange exchange) {
		Query query = new Query(email.strip(), status, after);
		return this.pages.page(exchange, step, this.api.get(exchange, query.address(USERS, PAGE)), "console/users",
				(answer) -> {
					List<User> users = users(answer, exchange);
					return Map.of("query", query, "wide", true, "users", users, "found", !users.isEmpty(), "next",
							next(query, answer));
				});
	}

	private static List<User> users(Answer answer, ServerWebExchange exchange) {
		return answer.body().path("users").valueStream().map((user) -> User.of(user, exchange)).toList();
	}

	/** Returns the address of the next page of users; empty at the end. */
	private static String next(Query query, Answer answer) {
		String after = answer.body().path("next").asString("");
		return after.isEmpty() ? "" : new Query(query.email(), query.status(), after).address("/console/users", 0);
	}

	/**
	 * What is searched for; an empty part is not.
	 */
	record Query(String email, String status, String after) {

		public boolean active() {
			return this.status.equals("active");
		}

		public boolean locked() {
			return this.status.equals("locked");
		}

		/**
		 * Returns an address with this query.
		 * @param limit maximum number of users; 0 for none in the address
		 */
		String address(String path, int limit) {
			UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
			add(address, "email", this.email);
			add(address, "status", this.status);
			add(address, "after", this.after);
			add(address, "limit", (limit > 0) ? Integer.toString(limit) : "");
			return address.encode().toUriString();
		}

		private static void add(UriComponentsBuilder address, String name, String value) {
			if (!value.isEmpty()) {
				address.queryParam(name, "{" + name + "}").uriVariables(Map.of(name, value));
			}
		}

	}

}
