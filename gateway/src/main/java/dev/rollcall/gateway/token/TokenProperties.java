package dev.rollcall.gateway.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an access token must say, and how its keys are had.
 *
 * @param issuer the claim `iss`
 * @param audience must be in the claim `aud`
 * @param leeway how far the clocks of issuer and gateway may differ
 * @param keysFresh how long the keys are used before session-service is asked again;
 * without an answer they are used on
 * @param keysPause the least time between two questions, whatever key ids tokens name
 */
@ConfigurationProperties("rollcall.gateway.token")
record TokenProperties(String issuer, @DefaultValue("rollcall") String audience, @DefaultValue("60s") Duration leeway,
		@DefaultValue("5m") Duration keysFresh, @DefaultValue("30s") Duration keysPause) {
}
