package dev.rollcall.gateway.route;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;

import org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder.Resilience4JCircuitBreakerConfiguration;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.rollcall.gateway.problem.ProblemException;

/**
 * One circuit breaker and one time limit per kind of request. A breaker opens when half
 * of the last calls reached no service, got no response in time, or got a 502 or 504.
 * Faults of clients and other responses do not count. It tries again soon, so that a
 * recovered service is used at once.
 */
@Configuration(proxyBeanMethods = false)
class CircuitBreakers {

	private static final int WINDOW = 20;

	private static final int PROBES = 5;

	/** Percentage of a request's time limit; the rest is for the filters before. */
	private static final int ROUTE_PERCENT = 90;

	@Bean
	Customizer<ReactiveResilience4JCircuitBreakerFactory> circuits(RouteProperties properties) {
		CircuitBreakerConfig breaker = CircuitBreakerConfig.custom()
			.slidingWindowSize(WINDOW)
			.minimumNumberOfCalls(WINDOW / 2)
			.failureRateThreshold(50)
			.waitDurationInOpenState(properties.openTime())
			.permittedNumberOfCallsInHalfOpenState(PROBES)
			.ignoreExceptions(ProblemException.class)
			.build();
		return (factory) -> factory.configureDefault((circuit) -> circuit(circuit, breaker, properties));
	}

	private static Resilience4JCircuitBreakerConfiguration circuit(String name, CircuitBreakerConfig breaker,
			RouteProperties properties) {
		Duration limit = switch (name) {
			case GatewayRoutes.SIGN_IN -> properties.signInTimeLimit();
			case PageRoutes.PAGES -> properties.pageTimeLimit();
			default -> properties.timeLimit();
		};
		return new Resilience4JConfigBuilder(name).circuitBreakerConfig(breaker)
			.timeLimiterConfig(TimeLimiterConfig.custom()
				.timeoutDuration(limit.multipliedBy(ROUTE_PERCENT).dividedBy(100))
				.build())
			.build();
	}

}
