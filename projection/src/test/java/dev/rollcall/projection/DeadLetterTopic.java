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
		List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", Platform.shared().bootstrapServers(), "key.deserializer",
						ByteArrayDeserializer.class, "value.deserializer", ByteArrayDeserializer.class))) {
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).get(partition);
			while (consumer.position(partition) < end) {
				consumer.poll(Duration.ofSeconds(1)).forEach(letters::add);
			}
		}
		return letters;
	}

	static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
		return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
	}

	static int causeBytes(ConsumerRecord<byte[], byte[]> letter) {
		return StreamSupport.stream(letter.headers().spliterator(), false)
			.filter((header) -> header.key().startsWith("rollcall-cause-"))
			.mapToInt((header) -> header.key().length() + header.value().length)
			.sum();
	}

}
