package dev.rollcall.pages.api;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;

/**
 * Calls the REST API through the gateway, with the access token, the known device and the
 * address of the current request, and passes the cookies of the answer on to the browser.
 */
@Component
public final class Api {

	private static final Logger logger = LoggerFactory.getLogger(Api.class);

	/**
	 * The gateway sets them from the browser's cookies unless the client sent its own.
	 */
	private static final List<String> PASSED = List.of(HttpHeaders.AUTHORIZATION, "Rollcall-Device",
			"Rollcall-Consistency", "Correlation-Id");

	/** Shorter than the gateway keeps a connection open, also while it stops. */
	private static final Duration IDLE_TIME = Duration.ofSeconds(1);

	private static final String END = Api.class.getName() + ".end";

	/** Header, claims, signature. */
	private static final int TOKEN_PARTS = 3;

	private static final String CLIENT_ADDRESS = "Rollcall-Client-Address";

	private final WebClient client;

	private final ApiProperties properties;

	private final JsonMapper json;

	Api(ApiProperties properties, JsonMapper json) {
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(
					HttpClient.create(ConnectionProvider.builder("gateway").maxIdleTime(IDLE_TIME).build())))
			.build();
		this.properties = properties;
		this.json = json;
	}

	/** Whether the request has an access token, valid or not. */
	public static boolean isSignedIn(ServerWebExchange exchange) {
		return exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
	}

	/**
	 * Returns the roles in the request's access token, without verifying it: they decide
	 * which links are shown, nothing else.
	 */
	public List<String> roles(ServerWebExchange exchange) {
		String token = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		String[] parts = (token != null) ? token.split("[.]") : new String[0];
		if (parts.length != TOKEN_PARTS) {
			return List.of();
		}
		try {
			return this.json.readTree(Base64.getUrlDecoder().decode(parts[1]))
				.path("roles")
				.valueStream()
				.map((role) -> role.asString(""))
				.toList();
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return List.of();
		}
	}

	/** Reads a resource. */
	public Mono<Answer> get(ServerWebExchange exchange, String path) {
		return call(exchange, HttpMethod.GET, path, null);
	}

	/** Sends a command without a body. */
	public Mono<Answer> post(ServerWebExchange exchange, String path) {
		return call(exchange, HttpMethod.POST, path, null);
	}

	/** Sends a command. */
	public Mono<Answer> post(ServerWebExchange exchange, String path, Map<String, ?> body) {
		return call(exchange, HttpMethod.POST, path, body);
	}

	/** Replaces a resource. */
	public Mono<Answer> put(ServerWebExchange exchange, String path, Map<String, ?> body) {
		return call(exchange, HttpMethod.PUT, path, body);
	}

	/** Changes some fields of a resource. */
	public Mono<Answer> patch(ServerWebExchange exchange, String path, Map<String, ?> body) {
		return call(exchange, HttpMethod.PATCH, path, body);
	}

	/** Deletes a resource. */
	public Mono<Answer> delete(ServerWebExchange exchange, String path, @Nullable Map<String, ?> body) {
		return call(exchange, HttpMethod.DELETE, path, body);
	}

	/** Sends a path as it is: encoded, never a template. */
	private Mono<Answer> call(ServerWebExchange exchange, HttpMethod method, String path,
			@Nullable Map<String, ?> body) {
		WebClient.RequestBodySpec request = this.client.method(method)
			.uri(this.properties.gateway().resolve(path))
			.accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON)
			.headers((headers) -> pass(exchange.getRequest().getHeaders(), headers));
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
		}
		return request.exchangeToMono((response) -> answer(exchange, response))
			.timeout(left(exchange))
			.onErrorResume((ex) -> {
				logger.warn("Calling {} {} failed: {}", method, withoutQuery(path), ex.toString());
				return Mono.just(Answer.unavailable());
			});
	}

	/** Returns the time that is left for all calls of a page together. */
	private Duration left(ServerWebExchange exchange) {
		long now = System.nanoTime();
		long end = (long) exchange.getAttributes()
			.computeIfAbsent(END, (name) -> now + this.properties.timeout().toNanos());
		return Duration.ofNanos(Math.max(end - now, 1));
	}

	/** A query may contain an address. */
	private static String withoutQuery(String path) {
		int query = path.indexOf('?');
		return (query < 0) ? path : path.substring(0, query);
	}

	private static void pass(HttpHeaders received, HttpHeaders sent) {
		PASSED.forEach((name) -> {
			List<String> values = received.get(name);
			if (values != null) {
				sent.put(name, values);
			}
		});
		String address = received.getFirst(CLIENT_ADDRESS);
		if (address != null) {
			sent.set("X-Forwarded-For", address);
		}
		sent.set("Rollcall-Mode", "cookie");
	}

	private Mono<Answer> answer(ServerWebExchange exchange, ClientResponse response) {
		List<String> cookies = response.headers().header(HttpHeaders.SET_COOKIE);
		if (!cookies.isEmpty()) {
			exchange.getResponse().getHeaders().addAll(HttpHeaders.SET_COOKIE, cookies);
		}
		int status = response.statusCode().value();
		return response.bodyToMono(String.class).map((text) -> read(status, text)).defaultIfEmpty(Answer.empty(status));
	}

	private Answer read(int status, String text) {
		try {
			return new Answer(status, this.json.readTree(text));
		}
		catch (JacksonException ex) {
			return Answer.empty(HttpStatus.BAD_GATEWAY.value());
		}
	}

}
