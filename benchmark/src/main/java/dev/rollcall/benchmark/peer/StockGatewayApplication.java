package dev.rollcall.benchmark.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * A plain Spring Cloud Gateway with a resource server, for comparison.
 */
@SpringBootApplication
public class StockGatewayApplication {

	static final String READY = "/.well-known/jwks.json";

	/** Runs until the process ends. */
	public static void main(String[] args) {
		new SpringApplication(StockGatewayApplication.class).run(args);
	}

	@Bean
	RouteLocator routes(RouteLocatorBuilder routes, Environment environment) {
		return routes.routes()
			.route("service", (route) -> route.path("/**").uri(environment.getRequiredProperty("service")))
			.build();
	}

	/** Access tokens have the type at+jwt (RFC 9068). */
	@Bean
	ReactiveJwtDecoder accessTokens(Environment environment) {
		NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder
			.withJwkSetUri(environment.getRequiredProperty("service") + READY)
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(new JwtTimestampValidator());
		return decoder;
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.authorizeExchange((access) -> access.pathMatchers(READY).permitAll().anyExchange().authenticated())
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
			.build();
	}

}
