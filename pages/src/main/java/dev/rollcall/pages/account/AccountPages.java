package dev.rollcall.pages.account;

import java.util.function.Function;

import dev.rollcall.pages.api.Answer;
import dev.rollcall.pages.view.Form;
import dev.rollcall.pages.view.PageViews;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the pages of an account have in common: who is not signed in goes to the sign-in
 * and comes back.
 */
@Component
final class AccountPages {

	private final PageViews views;

	AccountPages(PageViews views) {
		this.views = views;
	}

	/** Shows a page for somebody who is signed in. */
	Mono<Rendering> show(ServerWebExchange exchange, Mono<Answer> call, Function<Answer, Rendering> page) {
		return call.map((answer) -> answer.isSignedOut() ? signIn(exchange) : page.apply(answer));
	}

	/** Goes on after a command, or shows its form again with what was wrong. */
	Mono<Rendering> command(ServerWebExchange exchange, Mono<Answer> call, String template, Form form, String next) {
		return show(exchange, call, (answer) -> answer.isSuccess() ? PageViews.goTo(next)
				: this.views.refused(template, form, answer, exchange));
	}

	/**
	 * Returns the key of the text about the step before a page; empty if there is none.
	 */
	String notice(@Nullable String done) {
		return this.views.notice(done);
	}

	private static Rendering signIn(ServerWebExchange exchange) {
		return PageViews.goTo("/sign-in?returnTo=" + exchange.getRequest().getPath().value());
	}

}
