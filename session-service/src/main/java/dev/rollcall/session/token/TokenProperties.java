package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The contents of access tokens.
 *
 * @param issuer the system's address for clients: the claim iss and the address in
 * discovery
 * @param audience the claim aud
 * @param lifetime the lifetime of an access token. The services, unlike the gateway,
 * accept the token of an ended session until it expires
 * @param leeway the maximum difference between the clocks of services
 */
@ConfigurationProperties("rollcall.token")
record TokenProperties(@DefaultValue("http://127.0.0.1:8080") String issuer, @DefaultValue("rollcall") String audience,
		@DefaultValue("5m") Duration lifetime, @DefaultValue("60s") Duration leeway) {
}
