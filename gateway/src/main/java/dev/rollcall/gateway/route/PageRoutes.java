package dev.rollcall.gateway.route;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The routes to the web pages, if the address of a service {@code pages} is set. They
 * need no access token: pages pass it on to the REST API, which verifies it. They need no
 * CSRF header either: pages verify the token in their forms.
 */
@Configuration(proxyBeanMethods = false)
public class PageRoutes {

	static final String PAGES = "pages";

	private static final String SIGN_IN = "/sign-in";

	private static final Set<String> PATHS = Set.of("/", SIGN_IN, "/sign-up", "/sign-out", "/verify-email",
			"/forgot-password", "/reset-password", "/change-email", "/undo-email-change", "/account", "/console",
			"/.well-known/change-password");

	private static final List<String> PREFIXES = List.of("/account/", "/console/");

	private static final String FILES = "/assets/";

	/** Whether the request is for a page, which is rendered for the browser's session. */
	public static boolean isPage(ServerHttpRequest request) {
		String path = request.getPath().value();
		return PATHS.contains(path) || PREFIXES.stream().anyMatch(path::startsWith);
	}

	/** Whether the request is for a file of the pages, the same for everyone. */
	public static boolean isFile(ServerHttpRequest request) {
		return request.getPath().value().startsWith(FILES);
	}

	/** Whether the request is for a page or a file of the pages. */
	public static boolean serves(ServerHttpRequest request) {
		return isPage(request) || isFile(request);
	}

	/** Whether the request is the form of a sign-in. */
	public static boolean isSignIn(ServerHttpRequest request) {
		return HttpMethod.POST.equals(request.getMethod()) && SIGN_IN.equals(request.getPath().value());
	}

	@Bean
	RouteLocator pages(RouteLocatorBuilder builder, RouteProperties properties) {
		RouteLocatorBuilder.Builder routes = builder.routes();
		if (isSet(properties.services())) {
			routes.route(PAGES,
					(r) -> r.predicate((exchange) -> serves(exchange.getRequest()))
						.filters((f) -> GatewayRoutes.withBreaker(f, PAGES))
						.uri("lb://" + PAGES));
		}
		return routes.build();
	}

	private static boolean isSet(Map<String, String> services) {
		return !services.getOrDefault(PAGES, "").isEmpty();
	}

}
