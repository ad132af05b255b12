package dev.rollcall.gateway.browser;

import java.time.Duration;
import java.util.Map;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.Instances;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Exchanges the refresh token of a browser. Concurrent requests exchange the same token
 * and get the same new tokens, within session-service's grace period.
 */
@Component
final class BrowserRefresh {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final Instances instances;

	private final WebClient client = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.newConnection()))
		.build();

	BrowserRefresh(Instances instances) {
		this.instances = instances;
	}

	/** The new tokens; empty if the token is refused, an error if no instance answers. */
	Mono<Tokens> refresh(String refreshToken, String correlationId) {
		return this.instances.of("session-service")
			.flatMapMany(Flux::fromIterable)
			.concatMap((instance) -> this.client.post()
				.uri(instance.getUri() + "/api/v1/sessions/refresh")
				.contentType(MediaType.APPLICATION_JSON)
				.header(CorrelationId.HEADER, correlationId)
				.bodyValue(Map.of("refreshToken", refreshToken))
				.exchangeToMono((answer) -> answer.bodyToMono(String.class)
					.defaultIfEmpty("")
					.map((body) -> new Answer(answer.statusCode().value(), body)))
				.onErrorResume(WebClientRequestException.class, (ex) -> Mono.empty()))
			.next()
			.timeout(TIMEOUT, Mono.empty())
			.switchIfEmpty(Mono.error(() -> new ProblemException(Problem.UNAVAILABLE)))
			.flatMap(BrowserRefresh::tokens);
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
