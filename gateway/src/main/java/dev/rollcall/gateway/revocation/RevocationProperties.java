package dev.rollcall.gateway.revocation;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How ended sessions are followed.
 *
 * @param bootstrapServers the brokers
 * @param properties more settings of the Kafka client, such as how it signs in
 * @param registryUrl the schema registry
 * @param kept how far back is read, and how long a session is remembered: the life of an
 * access token, the difference of clocks, and the longest delay of its event
 * @param grace how long a gateway that starts waits for the broker before it goes without
 * @param required whether it never goes without: then it is not ready until it has read
 * which sessions have ended
 * @param most how many sessions are remembered; beyond it some are forgotten
 */
@ConfigurationProperties("rollcall.gateway.deny-set")
record RevocationProperties(@DefaultValue("127.0.0.1:9092") String bootstrapServers,
		@DefaultValue Map<String, String> properties, @DefaultValue("http://127.0.0.1:8085") String registryUrl,
		@DefaultValue("15m") Duration kept, @DefaultValue("30s") Duration grace,
		@DefaultValue("false") boolean required, @DefaultValue("1000000") long most) {
}
