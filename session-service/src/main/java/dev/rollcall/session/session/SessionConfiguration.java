package dev.rollcall.session.session;

import java.time.Clock;

import dev.rollcall.session.key.Keys;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the rules, which know no framework, what they need.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	@Bean
	RefreshTokens refreshTokens(Keys keys) {
		return new RefreshTokens(keys.refresh());
	}

	@Bean
	Rotation rotation(RefreshTokens tokens, SessionProperties properties, Clock clock) {
		return new Rotation(tokens, properties, clock);
	}

}
