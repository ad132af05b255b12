package dev.rollcall.gateway.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;
import dev.rollcall.gateway.route.Instances;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Combines the data of all services about a user. If one service is unavailable, the
 * response is 503.
 */
@RestController
final class ExportController {

	private static final String PATH = "/api/v1/users/me/export";

	private static final List<String> SERVICES = List.of("registration-service", "session-service",
			"notification-service");

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final Instances instances;

	private final WebClient client = WebClient.builder()
		.clientConnector(new ReactorClientHttpConnector(HttpClient.newConnection()))
		.build();

	ExportController(Instances instances) {
		this.instances = instances;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<LinkedHashMap<String, Object>> export(@AuthenticationPrincipal Jwt token, ServerWebExchange exchange) {
		Fields.ofQuery(exchange.getRequest().getQueryParams()).check();
		return Flux.fromIterable(SERVICES)
			.flatMapSequential((service) -> part(service, token, CorrelationId.of(exchange)))
			.collect(LinkedHashMap<String, Object>::new, Map::putAll);
	}

	private Mono<Map<String, Object>> part(String service, Jwt token, String correlationId) {
		return this.instances.of(service)
			.flatMapMany(Flux::fromIterable)
			.concatMap((instance) -> part(instance, token, correlationId).onErrorResume(ExportController::orNext))
			.next()
			.switchIfEmpty(Mono.error(() -> new ProblemException(Problem.UNAVAILABLE)))
			.timeout(TIMEOUT, Mono.error(() -> new ProblemException(Problem.UNAVAILABLE)));
	}

	private Mono<Map<String, Object>> part(ServiceInstance instance, Jwt token, String correlationId) {
		return this.client.get()
			.uri(instance.getUri() + PATH)
			.header(HttpHeaders.AUTHORIZATION, "Bearer " + token.getTokenValue())
			.header(CorrelationId.HEADER, correlationId)
			.retrieve()
			.bodyToMono(new ParameterizedTypeReference<>() {
			});
	}

	/** 404 (user deleted) is final; on any other error the next instance is tried. */
	private static <T> Mono<T> orNext(Throwable error) {
		boolean deleted = error instanceof WebClientResponseException response
				&& response.getStatusCode().value() == 404;
		return deleted ? Mono.error(new ProblemException(Problem.NOT_FOUND)) : Mono.empty();
	}

}
