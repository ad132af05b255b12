package dev.rollcall.gateway.header;

import java.time.Duration;
import java.util.List;

import dev.rollcall.gateway.FilterOrder;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.web.CorrelationId;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.WebFilter;

/** Allows the pages of the configured origins to send requests. No patterns. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {

	@Bean
	@Order(FilterOrder.CROSS_ORIGIN)
	WebFilter crossOriginFilter(HeaderProperties properties) {
		if (properties.origins().isEmpty()) {
			return (exchange, chain) -> chain.filter(exchange);
		}
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(properties.origins());
		cors.setAllowedMethods(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
		cors.setAllowedHeaders(List.of("Authorization", "Content-Type", CorrelationId.HEADER, "Idempotency-Key",
				ConsistencyToken.HEADER, "Rollcall-Csrf", "Rollcall-Device", "Rollcall-Mode"));
		cors.setExposedHeaders(
				List.of(CorrelationId.HEADER, "Retry-After", ConsistencyToken.HEADER, "Rollcall-Device"));
		cors.setAllowCredentials(true);
		cors.setMaxAge(Duration.ofHours(1));
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", cors);
		return new CorsWebFilter(source);
	}

}
