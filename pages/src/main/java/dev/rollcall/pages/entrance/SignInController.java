package dev.rollcall.pages.entrance;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.api.Api;
import dev.rollcall.pages.view.Field;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.PageViews;
import dev.rollcall.pages.view.Step;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** Signs a person in and out. The browser gets the tokens as cookies. */
@Controller
class SignInController {

	private static final String PATH = "/sign-in";

	private static final String TEMPLATE = "entrance/sign-in";

	private static final String RETURN_TO = "returnTo";

	private static final Form FORM = Form.of(PATH, "sign-in.submit", Field.userName(), Field.password("password"));

	private final Api api;

	private final PageViews views;

	private final ReturnTargets targets;

	SignInController(Api api, PageViews views, ReturnTargets targets) {
		this.api = api;
		this.views = views;
		this.targets = targets;
	}

	@GetMapping(PATH)
	Rendering form(@RequestParam(required = false) @Nullable String returnTo, Step step) {
		return this.views.after(step, PageViews.page(TEMPLATE).modelAttribute("form", FORM.with(RETURN_TO, returnTo)))
			.build();
	}

	@PostMapping(PATH)
	Mono<Rendering> signIn(ServerWebExchange exchange) {
		return exchange.getFormData()
			.flatMap((entered) -> this.api.post(exchange, "/api/v1/sessions", FORM.values(entered))
				.map((answer) -> answer.isSuccess() ? PageViews.goTo(this.targets.admit(entered.getFirst(RETURN_TO)))
						: this.views.refused(TEMPLATE, filled(entered), answer, exchange)));
	}

	private static Form filled(MultiValueMap<String, String> entered) {
		return FORM.filled(entered).with(RETURN_TO, entered.getFirst(RETURN_TO));
	}

	/** Says that the person is signed out only if the session has ended. */
	@PostMapping("/sign-out")
	Mono<Rendering> signOut(ServerWebExchange exchange) {
		return this.api.delete(exchange, "/api/v1/sessions/current", null)
			.map(Answer::orGone)
			.map((answer) -> (answer.isSuccess() || answer.isSignedOut()) ? PageViews.goTo(PATH + "?done=signed-out")
					: Step.to("/account", answer, ""));
	}

}
