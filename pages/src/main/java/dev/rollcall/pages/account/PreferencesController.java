package dev.rollcall.pages.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.SignedInPages;
import dev.rollcall.pages.view.Step;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Selects the kinds of notification that are sent by mail. The REST API says which kinds
 * there are.
 */
@Controller
@RequestMapping("/account/preferences")
class PreferencesController {

	private static final String PREFERENCES = "/api/v1/notifications/preferences";

	private static final String MAIL = "email";

	private final Api api;

	private final SignedInPages pages;

	private final PageViews views;

	PreferencesController(Api api, SignedInPages pages, PageViews views) {
		this.api = api;
		this.pages = pages;
		this.views = views;
	}

	@GetMapping
	Mono<Rendering> show(Step step, ServerWebExchange exchange) {
		return this.pages.page(exchange, step, this.api.get(exchange, PREFERENCES), "account/preferences",
				(answer) -> Map.of("kinds", kinds(answer, exchange)));
	}

	/** A box that is not ticked is not in the form, so the kinds are read first. */
	@PostMapping
	Mono<Rendering> change(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.pages.show(exchange, this.api.get(exchange, PREFERENCES)
				.flatMap((known) -> known.isSuccess()
						? this.api.put(exchange, PREFERENCES, Map.of(MAIL, wanted(known, entered))) : Mono.just(known)),
					(answer) -> Step.to(answer.isSuccess() ? "/account" : "/account/preferences", answer,
							"preferences")));
	}

	private List<Kind> kinds(Answer answer, ServerWebExchange exchange) {
		return answer.body()
			.path(MAIL)
			.propertyStream()
			.map((kind) -> new Kind(kind.getKey(), this.views.kind(kind.getKey(), exchange),
					kind.getValue().asBoolean(false)))
			.toList();
	}

	private static Map<String, Boolean> wanted(Answer known, MultiValueMap<String, String> entered) {
		Map<String, Boolean> wanted = new LinkedHashMap<>();
		known.body().path(MAIL).propertyNames().forEach((kind) -> wanted.put(kind, entered.containsKey(kind)));
		return wanted;
	}

	/**
	 * A kind of notification, as shown.
	 */
	record Kind(String name, String label, boolean on) {
	}

}
