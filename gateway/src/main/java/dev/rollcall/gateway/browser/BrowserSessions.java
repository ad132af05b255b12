package dev.rollcall.gateway.browser;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.Instances;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refreshes and ends the session of a browser, at any instance of session-service.
 */
@Component
final class BrowserSessions {

	private static final String SESSIONS = "/api/v1/sessions";

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	/** A sign-in waits for the end of the former session. */
	private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

	private static final String FORMER = BrowserSessions.class.getName() + ".former";

	private final Instances instances;

	private final WebClient client = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.newConnection()))
		.build();

	BrowserSessions(Instances instances) {
		this.instances = instances;
	}

	/**
	 * The new tokens; empty if the token is refused, an error if no instance answers.
	 * Concurrent requests exchange the same token and get the same new tokens, within
	 * session-service's grace period. A browser that lost the answer gets them for
	 * longer, because the request has its device cookie.
	 */
	Mono<Tokens> refresh(ServerHttpRequest request, String refreshToken, String correlationId) {
		return call((instance) -> this.client.post()
			.uri(instance.getUri() + SESSIONS + "/refresh")
			.contentType(MediaType.APPLICATION_JSON)
			.header(CorrelationId.HEADER, correlationId)
			.headers((headers) -> Optional.ofNullable(BrowserCookies.value(request, BrowserCookies.DEVICE))
				.ifPresent((device) -> headers.set(BrowserCookies.DEVICE_HEADER, device)))
			.bodyValue(Map.of("refreshToken", refreshToken))).flatMap(BrowserSessions::tokens);
	}

	/** Keeps the access token of a request from which the route removes it. */
	static void keepFormer(ServerWebExchange exchange, String accessToken) {
		exchange.getAttributes().put(FORMER, accessToken);
	}

	/**
	 * Ends the former session of a browser, also if its access token has expired. Best
	 * effort: a session that cannot be ended now expires by itself.
	 */
	Mono<Void> end(ServerWebExchange exchange) {
		String correlationId = CorrelationId.of(exchange);
		return former(exchange, correlationId)
			.flatMap((token) -> call((instance) -> this.client.delete()
				.uri(instance.getUri() + SESSIONS + "/current")
				.headers((headers) -> headers.setBearerAuth(token))
				.header(CorrelationId.HEADER, correlationId)))
			.timeout(END_TIMEOUT)
			.onErrorComplete()
			.then();
	}

	private Mono<String> former(ServerWebExchange exchange, String correlationId) {
		ServerHttpRequest request = exchange.getRequest();
		String kept = exchange.getAttribute(FORMER);
		String access = (kept != null) ? kept : BrowserCookies.value(request, BrowserCookies.ACCESS);
		String refreshToken = BrowserCookies.value(request, BrowserCookies.REFRESH);
		if (access != null && !Tokens.hasExpired(access)) {
			return Mono.just(access);
		}
		return (refreshToken != null) ? refresh(request, refreshToken, correlationId).map(Tokens::accessToken)
				: Mono.empty();
	}

	private Mono<Answer> call(Function<ServiceInstance, WebClient.RequestHeadersSpec<?>> request) {
		return this.instances.of("session-service")
			.flatMapMany(Flux::fromIterable)
			.concatMap((instance) -> request.apply(instance)
				.exchangeToMono((answer) -> answer.bodyToMono(String.class)
					.defaultIfEmpty("")
					.map((body) -> new Answer(answer.statusCode().value(), body)))
				.onErrorResume(WebClientRequestException.class, (ex) -> Mono.empty()))
			.next()
			.timeout(TIMEOUT, Mono.empty())
			.switchIfEmpty(Mono.error(() -> new ProblemException(Problem.UNAVAILABLE)));
	}

	private static Mono<Tokens> tokens(Answer answer) {
		return switch (answer.status()) {
			case 200 -> Mono.justOrEmpty(Tokens.read(answer.body()));
			case 400, 401 -> Mono.empty();
			default -> Mono.error(new ProblemException(Problem.UNAVAILABLE));
		};
	}

	private record Answer(int status, String body) {
	}

}
