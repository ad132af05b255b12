package dev.rollcall.web;

import java.security.Principal;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * The audit trail of requests: one line for each request of an administrator, for each
 * command of an operator, and for each one that the access rules refuse. The filter runs
 * behind the access rules, so a refused request does not reach it.
 */
@Order(0)
public final class AuditTrail implements WebFilter {

	private static final String ADMINISTRATION = "/api/v1/admin/";

	private static final String MANAGEMENT = "/actuator/";

	private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (isAdministration(exchange)) {
			return exchange.getPrincipal()
				.mapNotNull(AuditTrail::userId)
				.singleOptional()
				.flatMap((actor) -> recorded(exchange, chain, () -> administration(exchange, actor.orElse(null))));
		}
		return isOperation(exchange) ? recorded(exchange, chain, () -> operation(exchange)) : chain.filter(exchange);
	}

	/**
	 * Writes the line before the answer is sent, when its status is final. A request that
	 * is cancelled before that has no answer, or one from the time limit.
	 */
	private static Mono<Void> recorded(ServerWebExchange exchange, WebFilterChain chain, Supplier<AuditEvent> event) {
		AtomicBoolean written = new AtomicBoolean();
		exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> {
			if (written.compareAndSet(false, true)) {
				event.get().answered(status(exchange));
			}
		}));
		return chain.filter(exchange).doOnCancel(() -> {
			if (written.compareAndSet(false, true)) {
				event.get().unanswered();
			}
		});
	}

	/**
	 * Records that the access rules refuse a request, if it is one of administration.
	 * @param status 401 or 403
	 */
	public static Mono<Void> refused(ServerWebExchange exchange, int status) {
		if (!isAdministration(exchange)) {
			return Mono.empty();
		}
		return exchange.getPrincipal()
			.mapNotNull(AuditTrail::userId)
			.singleOptional()
			.doOnNext((actor) -> administration(exchange, actor.orElse(null)).answered(status))
			.then();
	}

	private static AuditEvent administration(ServerWebExchange exchange, @Nullable UUID actor) {
		HttpMethod method = exchange.getRequest().getMethod();
		return AuditEvent.administration(method, method + " " + pattern(exchange, ADMINISTRATION + "**"))
			.actor(actor)
			.target(target(exchange.getRequest()))
			.request(CorrelationId.of(exchange));
	}

	/**
	 * The path of a command that was accepted names what it changed, and nothing else.
	 */
	private static AuditEvent operation(ServerWebExchange exchange) {
		HttpMethod method = exchange.getRequest().getMethod();
		AuditEvent event = AuditEvent.operation(method, method + " " + pattern(exchange, MANAGEMENT + "**"))
			.request(CorrelationId.of(exchange));
		return (status(exchange) < 400) ? event.path(exchange.getRequest().getPath().value()) : event;
	}

	private static boolean isAdministration(ServerWebExchange exchange) {
		return exchange.getRequest().getPath().value().startsWith(ADMINISTRATION);
	}

	private static boolean isOperation(ServerWebExchange exchange) {
		HttpMethod method = exchange.getRequest().getMethod();
		boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
				|| method.equals(HttpMethod.OPTIONS);
		return !reads && exchange.getRequest().getPath().value().startsWith(MANAGEMENT);
	}

	private static Object pattern(ServerWebExchange exchange, String unknown) {
		return exchange.getAttributeOrDefault(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, unknown);
	}

	/** Only an id is taken from the path: a client may write anything there. */
	private static @Nullable UUID target(ServerHttpRequest request) {
		return request.getPath()
			.elements()
			.stream()
			.map(PathContainer.Element::value)
			.filter((segment) -> ID.matcher(segment).matches())
			.map(UUID::fromString)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable UUID userId(Principal principal) {
		Object user = (principal instanceof Authentication authentication) ? authentication.getPrincipal() : null;
		if (user instanceof Jwt token) {
			return UUID.fromString(token.getSubject());
		}
		return (user instanceof Caller caller) ? caller.userId() : null;
	}

	private static int status(ServerWebExchange exchange) {
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		return (status != null) ? status.value() : 200;
	}

}
