package dev.rollcall.gateway.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The required claims of an access token, and how the keys are fetched.
 *
 * @param issuer required claim `iss`
 * @param audience must be in the claim `aud`
 * @param leeway how far the clocks of issuer and gateway may differ
 * @param keysFresh how long the keys are used before they are fetched again; if that
 * fails, they stay in use
 * @param keysPause minimum time between two fetches, whatever key ids the tokens have
 */
@ConfigurationProperties("rollcall.gateway.token")
record TokenProperties(String issuer, @DefaultValue("rollcall") String audience, @DefaultValue("60s") Duration leeway,
		@DefaultValue("5m") Duration keysFresh, @DefaultValue("30s") Duration keysPause) {
}
