package dev.rollcall.gateway.route;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Aborts a response that stalls. The time limits of the routes, and Spring Cloud's own
 * property, apply only until the headers arrive.
 */
@Configuration(proxyBeanMethods = false)
class StallTimeout {

	@Bean
	HttpClientCustomizer stallTimeoutCustomizer(RouteProperties properties) {
		return (client) -> client.responseTimeout(properties.stallTime());
	}

}
