package dev.rollcall.notification.request;

import com.mongodb.MongoException;
import dev.rollcall.web.StatelessSecurity;
import dev.rollcall.web.TemporaryFailure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Access rules: every path requires an access token, except the open management
 * endpoints.
 */
@Configuration(proxyBeanMethods = false)
class AccessTokenConfiguration {

	@Bean
	SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, StatelessSecurity security,
			ReactiveJwtDecoder decoder) {
		return security.withAccessToken(http, decoder)
			.authorizeExchange(
					(paths) -> paths.pathMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")
						.permitAll()
						.anyExchange()
						.authenticated())
			.build();
	}

	@Bean
	TemporaryFailure storeFailure() {
		return (failure) -> (failure instanceof MongoException)
				? "The store failed: " + failure.getClass().getSimpleName() : null;
	}

}
