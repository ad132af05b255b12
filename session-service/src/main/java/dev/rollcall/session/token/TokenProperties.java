package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What access tokens say.
 *
 * @param issuer the address that clients see the system at; iss, and where discovery
 * points to
 * @param audience aud
 * @param lifetime how long an access token counts; a session that has ended is refused by
 * the services themselves only after it
 * @param leeway how far the clocks of services may differ
 */
@ConfigurationProperties("rollcall.token")
record TokenProperties(@DefaultValue("http://127.0.0.1:8080") String issuer, @DefaultValue("rollcall") String audience,
		@DefaultValue("5m") Duration lifetime, @DefaultValue("60s") Duration leeway) {

}
