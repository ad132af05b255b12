package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rotation of signing keys. {@code look}, the interval at which an instance loads the
 * keys, is read by {@link KeyRing}.
 *
 * @param every how long a key signs
 * @param ahead the minimum time between publishing a key and signing with it; longer than
 * any verifier caches the published keys
 */
@ConfigurationProperties("rollcall.token.rotation")
record KeyRotationProperties(@DefaultValue("30d") Duration every, @DefaultValue("10m") Duration ahead) {
}
