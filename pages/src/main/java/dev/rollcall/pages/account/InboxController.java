package dev.rollcall.pages.account;

import java.util.List;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import dev.rollcall.pages.view.Time;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists the notifications of a user, the newest first. */
@Controller
@RequestMapping("/account/inbox")
class InboxController {

	private static final String NOTIFICATIONS = "/api/v1/notifications";

	private static final int PAGE = 20;

	static final String FIRST_PAGE = NOTIFICATIONS + "?limit=" + PAGE;

	private final Api api;

	private final SignedInPages pages;

	InboxController(Api api, SignedInPages pages) {
		this.api = api;
		this.pages = pages;
	}

	@GetMapping
	Mono<Rendering> list(@RequestParam(required = false) @Nullable String before, Step step,
			ServerWebExchange exchange) {
		return this.pages.page(exchange, step, this.api.get(exchange, page(before)), "account/inbox",
				(answer) -> Map.of("newest", before == null, "notifications", rows(answer, exchange), "next",
						answer.body().path("next").asString("")));
	}

	private static String page(@Nullable String before) {
		return (before == null) ? FIRST_PAGE
				: UriComponentsBuilder.fromUriString(FIRST_PAGE)
					.queryParam("before", "{before}")
					.encode()
					.buildAndExpand(before)
					.toUriString();
	}

	@PostMapping("/{id:[A-Za-z0-9_-]{1,100}}/read")
	Mono<Rendering> read(@PathVariable String id, ServerWebExchange exchange) {
		return this.pages.show(exchange, this.api.post(exchange, NOTIFICATIONS + "/" + id + "/read"),
				(answer) -> PageViews.goTo("/account/inbox"));
	}

	/**
	 * Returns the number of unread notifications on the first page; empty if there are
	 * none.
	 */
	static String unread(Answer answer) {
		long unread = answer.body().path("notifications").valueStream().filter(InboxController::isUnread).count();
		if (unread == 0) {
			return "";
		}
		return (unread < PAGE) ? Long.toString(unread) : PAGE + "+";
	}

	private static boolean isUnread(JsonNode entry) {
		JsonNode readAt = entry.path("readAt");
		return readAt.isMissingNode() || readAt.isNull();
	}

	private static List<Row> rows(Answer answer, ServerWebExchange exchange) {
		return answer.body().path("notifications").valueStream().map((entry) -> Row.of(entry, exchange)).toList();
	}

	/**
	 * A notification, as shown.
	 */
	record Row(String id, String title, String body, Time occurredAt, boolean unread) {

		static Row of(JsonNode entry, ServerWebExchange exchange) {
			return new Row(entry.path("notificationId").asString(""), entry.path("title").asString(""),
					entry.path("body").asString(""), Time.of(entry.path("occurredAt"), exchange), isUnread(entry));
		}

	}

}
