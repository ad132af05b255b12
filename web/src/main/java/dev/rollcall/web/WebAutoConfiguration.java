package dev.rollcall.web;

import java.time.Duration;

import reactor.netty.http.client.HttpClient;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.JwkSetUriReactiveJwtDecoderBuilderCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;

/**
 * Applies the rules of this library to a service.
 */
@AutoConfiguration(before = { JacksonAutoConfiguration.class, WebFluxAutoConfiguration.class })
@EnableConfigurationProperties({ WebProperties.class, OperatorProperties.class, PeerProperties.class })
@EnableWebFluxSecurity
@Import({ CorrelationId.class, TimeLimit.class, BodyLimit.class, ContentCoding.class, Problems.class,
		ProblemHandler.class, StatelessSecurity.class, ManagementSecurity.class, ClientAddress.class, AuditTrail.class,
		DroppedErrors.class })
public final class WebAutoConfiguration {

	private static final int MAX_NESTING_DEPTH = 16;

	private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(2);

	@Bean
	JsonFactoryBuilderCustomizer strictJson() {
		return (factory) -> factory.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING_DEPTH).build());
	}

	@Bean
	WebFluxRegistrations strictQueries() {
		return new WebFluxRegistrations() {
			@Override
			public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
				return new StrictQueries();
			}
		};
	}

	@Bean
	WebFluxConfigurer queryFields() {
		return new WebFluxConfigurer() {
			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
				resolvers.addCustomResolver(new StrictQueries.Resolver());
			}
		};
	}

	@Bean
	ServerRules serverRules(JsonMapper json, WebProperties properties) {
		return new ServerRules(json, properties.timeLimit());
	}

	/**
	 * Requests that Spring Security's firewall refuses, such as a path with two slashes.
	 */
	@Bean
	ServerExchangeRejectedHandler malformedRequests(Problems problems) {
		return (exchange, rejected) -> problems.answer(exchange, Problem.INVALID_REQUEST);
	}

	/**
	 * Boot's decoder checks issuer and audience and adds these beans. It omits its own
	 * check of the type only if this one is a bean of its own.
	 */
	@Bean
	OAuth2TokenValidator<Jwt> accessTokenType() {
		return AccessTokens.type();
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenTime() {
		return AccessTokens.time(AccessTokens.LEEWAY);
	}

	@Bean
	OAuth2TokenValidator<Jwt> accessTokenIds() {
		return AccessTokens.ids();
	}

	@Bean
	JwkSetUriReactiveJwtDecoderBuilderCustomizer boundedKeyFetch() {
		WebClient client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().responseTimeout(KEYS_TIMEOUT)))
			.build();
		return (decoder) -> decoder.webClient(client).validateType(false);
	}

}
