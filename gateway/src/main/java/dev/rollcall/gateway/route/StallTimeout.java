package dev.rollcall.gateway.route;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Ends an answer that stalls. The limits of the routes, and the gateway's own property
 * for it, count only until the headers have come.
 */
@Configuration(proxyBeanMethods = false)
class StallTimeout {

	@Bean
	HttpClientCustomizer stalledAnswers(RouteProperties properties) {
		return (client) -> client.responseTimeout(properties.stallTime());
	}

}
