package dev.rollcall.gateway.revocation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of Kafka clients that the gateway reads. It does not depend on Spring for
 * Apache Kafka.
 *
 * @param properties settings of all clients, and of the deserializer
 */
@ConfigurationProperties("spring.kafka")
record KafkaSettings(List<String> bootstrapServers, @DefaultValue Map<String, String> properties, Consumer consumer) {

	Map<String, Object> all() {
		Map<String, Object> all = new HashMap<>(this.properties);
		all.putAll(this.consumer.properties());
		all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers);
		return all;
	}

	Deserializer<?> newDeserializer(Map<String, ?> settings) {
		Deserializer<?> deserializer = Utils.newInstance(this.consumer.valueDeserializer(), Deserializer.class);
		deserializer.configure(settings, false);
		return deserializer;
	}

	/**
	 * Settings of consumers.
	 *
	 * @param valueDeserializer must read the Confluent wire format
	 */
	record Consumer(Class<?> valueDeserializer, @DefaultValue Map<String, String> properties) {
	}

}
