package dev.rollcall.pages.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Shows one user to administrators, and what they may do. */
@Controller
@RequestMapping("/console/users/{id:[0-9a-f-]{36}}")
class UserController {

	private final Api api;

	private final SignedInPages pages;

	UserController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	@GetMapping
	Mono<Rendering> show(@PathVariable String id, Step step, ServerWebExchange exchange) {
		return this.pages.page(exchange, step, this.api.get(exchange, call(id, "")), "console/user",
				(answer) -> Map.of("user", User.of(answer.body(), exchange)));
	}

	@PostMapping("/lock")
	Mono<Rendering> lock(@PathVariable String id, ServerWebExchange exchange) {
		return run(id, exchange, this.api.post(exchange, call(id, "/lock"), Map.of()), "locked");
	}

	@PostMapping("/unlock")
	Mono<Rendering> unlock(@PathVariable String id, ServerWebExchange exchange) {
		return run(id, exchange, this.api.post(exchange, call(id, "/unlock")), "unlocked");
	}

	@PostMapping("/end-sessions")
	Mono<Rendering> endSessions(@PathVariable String id, ServerWebExchange exchange) {
		return run(id, exchange, this.api.post(exchange, call(id, "/sessions/end")), "sessions-ended");
	}

	/** A form without the field must not remove all roles. */
	@PostMapping("/roles")
	Mono<Rendering> changeRoles(@PathVariable String id, ServerWebExchange exchange) {
		return exchange.getFormData().flatMap((entered) -> {
			String roles = entered.getFirst("roles");
			return (roles == null) ? Mono.just(PageViews.goTo(page(id))) : run(id, exchange,
					this.api.put(exchange, call(id, "/roles"), Map.of("roles", words(roles))), "roles-changed");
		});
	}

	/** Leads to all users: a deleted one has no page. */
	@PostMapping("/delete")
	Mono<Rendering> delete(@PathVariable String id, ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> entered.containsKey("confirmed") ? delete(exchange, id)
					: Mono.just(PageViews.goTo(page(id))));
	}

	private Mono<Rendering> delete(ServerWebExchange exchange, String id) {
		return this.pages.show(exchange, this.api.delete(exchange, call(id, ""), null),
				(answer) -> Step.to(answer.isSuccess() ? "/console/users" : page(id), answer, "user-deleted"));
	}

	private Mono<Rendering> run(String id, ServerWebExchange exchange, Mono<Answer> command, String done) {
		return this.pages.show(exchange, command, (answer) -> Step.to(page(id), answer, done));
	}

	private static String page(String id) {
		return "/console/users/" + id;
	}

	private static String call(String id, String command) {
		return UsersController.USERS + "/" + id + command;
	}

	private static List<String> words(String entered) {
		return Stream.of(entered.split("[ ,]+")).filter((word) -> !word.isEmpty()).toList();
	}

}
