package dev.rollcall.pages.view;

import java.util.Map;
import java.util.function.Function;

import dev.rollcall.pages.api.Answer;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * The pages of people who are signed in. A user who is not is sent to the sign-in, which
 * leads back.
 */
@Component
public final class SignedInPages {

	private final PageViews views;

	SignedInPages(PageViews views) {
		this.views = views;
	}

	/**
	 * Shows what a call has returned, or why it was refused. Templates know by
	 * {@code known} which of both.
	 * @param step the step before
	 * @param values of the template
	 */
	public Mono<Rendering> page(ServerWebExchange exchange, Step step, Mono<Answer> call, String template,
			Function<Answer, Map<String, ?>> values) {
		return show(exchange, call, (answer) -> this.views
			.after(step.or(answer),
					PageViews.page(template).modelAttribute("known", answer.isSuccess()).model(values.apply(answer)))
			.build());
	}

	/** Answers a signed-in user. */
	public Mono<Rendering> show(ServerWebExchange exchange, Mono<Answer> call, Function<Answer, Rendering> page) {
		return call.map((answer) -> answer.isSignedOut() ? signIn(exchange.getRequest()) : page.apply(answer));
	}

	/** Shows the next page after a command, or its form again with the reasons. */
	public Mono<Rendering> command(ServerWebExchange exchange, Mono<Answer> call, String template, Form form,
			String next) {
		return show(exchange, call, (answer) -> answer.isSuccess() ? PageViews.goTo(next)
				: this.views.refused(template, form, answer, exchange));
	}

	/** A form cannot be sent again after the sign-in, so it leads to the first page. */
	private static Rendering signIn(ServerHttpRequest request) {
		String path = request.getPath().value();
		String target = HttpMethod.GET.equals(request.getMethod()) ? path : path.substring(0, firstPage(path));
		return PageViews.goTo("/sign-in?returnTo=" + target);
	}

	private static int firstPage(String path) {
		int end = path.indexOf('/', 1);
		return (end < 0) ? path.length() : end;
	}

}
