package dev.rollcall.gateway.revocation;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway learns which sessions have ended.
 *
 * @param properties additional settings of the Kafka client
 * @param kept how far back the gateway reads, and how long it remembers a session: the
 * lifetime of an access token, plus clock skew, plus the longest delay of the event
 * @param grace how long a starting gateway waits for the broker before it serves without
 * the deny-set
 * @param required whether the gateway never serves without the deny-set: it is not ready
 * until it has read which sessions have ended
 * @param most maximum number of remembered sessions; beyond it some are forgotten
 */
@ConfigurationProperties("rollcall.gateway.deny-set")
record RevocationProperties(@DefaultValue Map<String, String> properties, @DefaultValue("15m") Duration kept,
		@DefaultValue("30s") Duration grace, @DefaultValue("false") boolean required,
		@DefaultValue("1000000") long most) {
}
