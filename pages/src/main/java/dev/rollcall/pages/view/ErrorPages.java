package dev.rollcall.pages.view;

import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.mustache.reactive.view.MustacheViewResolver;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Renders a page for a request that failed.
 */
@Component
@Order(-2)
final class ErrorPages implements WebExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ErrorPages.class);

	private final MustacheViewResolver views;

	private final PageModel page;

	ErrorPages(MustacheViewResolver views, PageModel page) {
		this.views = views;
		this.page = page;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		HttpStatus status = status(ex);
		if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
			logger.error("A page could not be rendered", ex);
		}
		exchange.getResponse().setStatusCode(status);
		Map<String, Object> model = new HashMap<>(this.page.of(exchange));
		model.put("title", "error.title");
		model.put("reason", switch (status) {
			case NOT_FOUND -> "error.not-found";
			case FORBIDDEN -> "error.form-expired";
			case SERVICE_UNAVAILABLE -> "problem.unavailable";
			default -> status.is4xxClientError() ? "error.refused" : "error.unexpected";
		});
		return this.views.resolveViewName("error", Languages.of(exchange))
			.flatMap((view) -> view.render(model, MediaType.TEXT_HTML, exchange));
	}

	private static HttpStatus status(Throwable ex) {
		HttpStatus known = (ex instanceof ResponseStatusException failure)
				? HttpStatus.resolve(failure.getStatusCode().value()) : null;
		return (known != null) ? known : HttpStatus.INTERNAL_SERVER_ERROR;
	}

}
