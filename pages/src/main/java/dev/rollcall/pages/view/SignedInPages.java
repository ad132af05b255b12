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
 * The pages of an account. A user who is not signed in is sent to the sign-in, which
 * leads back.
 */
@Component
final class AccountPages {

	private final PageViews views;

	AccountPages(PageViews views) {
		this.views = views;
	}

	/** Shows a page to a signed-in user. */
	Mono<Rendering> show(ServerWebExchange exchange, Mono<Answer> call, Function<Answer, Rendering> page) {
		return call.map((answer) -> answer.isSignedOut() ? signIn(exchange) : page.apply(answer));
	}

	/** Shows the next page after a command, or its form again with the reasons. */
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
