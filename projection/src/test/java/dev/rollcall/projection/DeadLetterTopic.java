package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is in a dead-letter topic.
 */
final class DeadLetterTopic {

	private DeadLetterTopic() {
	}

	static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
		TopicPartition partition = new TopicPartition(topic, 0);
		List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", Platform.shared().bootstrapServers(), "key.deserializer",
						ByteArrayDeserializer.class, "value.deserializer", ByteArrayDeserializer.class))) {
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).get(partition);
			while (consumer.position(partition) < end) {
				consumer.poll(Duration.ofSeconds(1)).forEach(deadLetters::add);
			}
		}
		return deadLetters;
	}

	static String header(ConsumerRecord<byte[], byte[]> deadLetter, String name) {
		return new String(deadLetter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	static int causeBytes(ConsumerRecord<byte[], byte[]> deadLetter) {
		return StreamSupport.stream(deadLetter.headers().spliterator(), false)
			.filter((header) -> header.key().startsWith("rollcall-cause-"))
			.mapToInt((header) -> header.key().length() + header.value().length)
			.sum();
	}

}
