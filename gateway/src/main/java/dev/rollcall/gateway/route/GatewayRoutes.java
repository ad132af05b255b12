package dev.rollcall.gateway.route;

import java.util.List;
import java.util.Map;
import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.rewrite.RewriteFunction;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.GatewayFilterSpec;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;

/**
 * The routes. Public routes remove the access token: they do not need it, and an expired
 * one must not break a sign-in.
 */
@Configuration(proxyBeanMethods = false)
public class GatewayRoutes {

	static final String SIGN_IN = "sign-in";

	private static final String REGISTRATIONS = "/api/v1/registrations";

	private static final String SESSIONS = "/api/v1/sessions";

	private static final String REFRESH = "/api/v1/sessions/refresh";

	private static final String VERIFICATIONS = "/api/v1/email-verifications";

	private static final String RESETS = "/api/v1/password-resets";

	private static final String RESET_CONFIRMATIONS = "/api/v1/password-resets/confirm";

	private static final String ADMINISTRATION = "/api/v1/admin/users/**";

	/** Accepts bodies of any length. */
	public static final String IMPORT = "/api/v1/admin/users/import";

	private static final String STREAMS = "streams";

	private static final String REGISTER = "/register";

	private static final String LOGIN = "/login";

	/** The gateway answers it itself. */
	public static final String JWKS = "/.well-known/jwks.json";

	private static final String DISCOVERY = "/.well-known/openid-configuration";

	private static final String REGISTRATION_SERVICE = "lb://registration-service";

	private static final String SESSION_SERVICE = "lb://session-service";

	private static final String NOTIFICATION_SERVICE = "lb://notification-service";

	/** Paths that need no access token; the routes refuse wrong methods. */
	private static final Set<String> OPEN = Set.of(REGISTRATIONS, REGISTER, LOGIN, VERIFICATIONS, RESETS,
			RESET_CONFIRMATIONS, JWKS, DISCOVERY);

	/** Paths that need no access token for a POST. */
	private static final Set<String> OPEN_TO_POST = Set.of(SESSIONS, REFRESH);

	/** Whether the request needs no access token. */
	public static boolean isOpen(ServerHttpRequest request) {
		String path = request.getPath().value();
		return OPEN.contains(path) || (HttpMethod.POST.equals(request.getMethod()) && OPEN_TO_POST.contains(path));
	}

	/** Paths that need the role of an administrator. */
	public static String administration() {
		return ADMINISTRATION;
	}

	/** Whether the request is a sign-in, by either of its paths. */
	public static boolean isSignIn(ServerHttpRequest request) {
		return HttpMethod.POST.equals(request.getMethod())
				&& List.of(SESSIONS, LOGIN).contains(request.getPath().value());
	}

	/** Whether the request was routed to a stream of events, which lasts for minutes. */
	public static boolean isStream(ServerWebExchange exchange) {
		Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
		return route != null && STREAMS.equals(route.getId());
	}

	@Bean
	RouteLocator routes(RouteLocatorBuilder builder, RewriteFunction<String, String> cookies) {
		RouteLocatorBuilder.Builder routes = builder.routes();
		addSessions(routes, cookies);
		addRegistrations(routes);
		addAdministration(routes);
		addNotifications(routes);
		addWrongMethods(routes);
		return routes.build();
	}

	private static void addSessions(RouteLocatorBuilder.Builder routes, RewriteFunction<String, String> cookies) {
		routes
			.route(SIGN_IN,
					(r) -> r.path(SESSIONS, LOGIN)
						.and()
						.method(HttpMethod.POST)
						.filters((f) -> withoutToken(withBreaker(f, SIGN_IN)).setPath(SESSIONS)
							.modifyResponseBody(String.class, String.class, cookies))
						.uri(SESSION_SERVICE))
			.route("refresh",
					(r) -> r.path(REFRESH)
						.and()
						.method(HttpMethod.POST)
						.filters((f) -> withoutToken(withBreaker(f, "refresh")))
						.uri(SESSION_SERVICE))
			.route("sessions",
					(r) -> r.path(SESSIONS + "/**").filters((f) -> withBreaker(f, "sessions")).uri(SESSION_SERVICE))
			.route("discovery",
					(r) -> r.path(DISCOVERY)
						.and()
						.method(HttpMethod.GET, HttpMethod.HEAD)
						.filters((f) -> withoutToken(withBreaker(f, "discovery")))
						.uri(SESSION_SERVICE));
	}

	private static void addRegistrations(RouteLocatorBuilder.Builder routes) {
		routes
			.route("registrations",
					(r) -> r.path(REGISTRATIONS, REGISTER)
						.and()
						.method(HttpMethod.POST)
						.filters((f) -> withoutToken(withBreaker(f, "registrations")).setPath(REGISTRATIONS))
						.uri(REGISTRATION_SERVICE))
			.route("links",
					(r) -> r.path(VERIFICATIONS, RESETS, RESET_CONFIRMATIONS)
						.and()
						.method(HttpMethod.POST)
						.filters((f) -> withoutToken(withBreaker(f, "links")))
						.uri(REGISTRATION_SERVICE))
			.route("verification-requests",
					(r) -> r.path(VERIFICATIONS + "/requests")
						.filters((f) -> withBreaker(f, "users"))
						.uri(REGISTRATION_SERVICE))
			.route("users",
					(r) -> r.path("/api/v1/users/**")
						.filters((f) -> withBreaker(f, "users"))
						.uri(REGISTRATION_SERVICE));
	}

	/** An import takes as long as lines arrive, so it has no circuit breaker. */
	private static void addAdministration(RouteLocatorBuilder.Builder routes) {
		routes
			.route("end-sessions",
					(r) -> r.path("/api/v1/admin/users/*/sessions/end")
						.filters((f) -> withBreaker(f, "sessions"))
						.uri(SESSION_SERVICE))
			.route("import", (r) -> r.path(IMPORT).uri(REGISTRATION_SERVICE))
			.route("administration",
					(r) -> r.path(ADMINISTRATION).filters((f) -> withBreaker(f, "users")).uri(REGISTRATION_SERVICE));
	}

	private static void addNotifications(RouteLocatorBuilder.Builder routes) {
		routes
			.route(STREAMS,
					(r) -> r.path("/api/v1/notifications/stream")
						.filters((f) -> withBreaker(f, STREAMS))
						.uri(NOTIFICATION_SERVICE))
			.route("notifications",
					(r) -> r.path("/api/v1/notifications/**")
						.filters((f) -> withBreaker(f, "notifications"))
						.uri(NOTIFICATION_SERVICE));
	}

	/** Must come last: they match what no other route matches. */
	private static void addWrongMethods(RouteLocatorBuilder.Builder routes) {
		routes
			.route("post-only",
					(r) -> r.path(REGISTRATIONS, REGISTER, LOGIN, VERIFICATIONS, RESETS, RESET_CONFIRMATIONS)
						.filters((f) -> f.filter(refuse("POST")))
						.uri(REGISTRATION_SERVICE))
			.route("get-only",
					(r) -> r.path(JWKS, DISCOVERY).filters((f) -> f.filter(refuse("GET, HEAD"))).uri(SESSION_SERVICE));
	}

	private static GatewayFilter refuse(String allowed) {
		return (exchange, chain) -> Mono
			.error(new ProblemException(Problem.METHOD_NOT_ALLOWED, Map.of(HttpHeaders.ALLOW, allowed)));
	}

	static GatewayFilterSpec withBreaker(GatewayFilterSpec filters, String circuit) {
		return filters.filter(named(circuit))
			.circuitBreaker((breaker) -> breaker.setName(circuit).addStatusCode("502").addStatusCode("504"));
	}

	/** Names the circuit breaker of the request for {@link TimeLimitFilter}. */
	private static GatewayFilter named(String circuit) {
		return (exchange, chain) -> {
			exchange.getAttributes().put(TimeLimitFilter.CIRCUIT, circuit);
			return chain.filter(exchange);
		};
	}

	private static GatewayFilterSpec withoutToken(GatewayFilterSpec filters) {
		return filters.removeRequestHeader(HttpHeaders.AUTHORIZATION);
	}

}
