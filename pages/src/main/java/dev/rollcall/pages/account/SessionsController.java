package dev.rollcall.pages.account;

import java.util.List;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import dev.rollcall.pages.view.Time;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Lists the sessions of a user and ends them. */
@Controller
@RequestMapping("/account/sessions")
class SessionsController {

	private static final String SESSIONS = "/api/v1/sessions";

	private final Api api;

	private final SignedInPages pages;

	SessionsController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	@GetMapping
	Mono<Rendering> list(Step step, ServerWebExchange exchange) {
		return this.pages.page(exchange, step, this.api.get(exchange, SESSIONS), "account/sessions", (answer) -> {
			List<Row> rows = rows(answer, exchange);
			return Map.of("sessions", rows, "others", rows.size() > 1);
		});
	}

	@PostMapping("/others")
	Mono<Rendering> endOthers(ServerWebExchange exchange) {
		return end(exchange, SESSIONS + "?except=current");
	}

	@PostMapping("/{id:[0-9a-f-]{36}}")
	Mono<Rendering> end(@PathVariable String id, ServerWebExchange exchange) {
		return end(exchange, SESSIONS + "/" + id);
	}

	/** A session that has ended already is no error. */
	private Mono<Rendering> end(ServerWebExchange exchange, String sessions) {
		return this.pages.show(exchange, this.api.delete(exchange, sessions, null).map(Answer::orGone),
				(answer) -> Step.to("/account/sessions", answer, "sessions-ended"));
	}

	private static List<Row> rows(Answer answer, ServerWebExchange exchange) {
		return answer.body().path("sessions").valueStream().map((session) -> Row.of(session, exchange)).toList();
	}

	/**
	 * A session, as shown.
	 */
	record Row(String id, String device, String address, Time lastUsedAt, boolean current) {

		static Row of(JsonNode session, ServerWebExchange exchange) {
			return new Row(session.path("sessionId").asString(""), session.path("device").asString(""),
					session.path("address").asString(""), Time.of(session.path("lastUsedAt"), exchange),
					session.path("current").asBoolean(false));
		}

	}

}
