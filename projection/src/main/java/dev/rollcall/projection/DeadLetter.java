package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.rollcall.schemas.EventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A dead letter: the original record and why it could not be applied.
 */
record DeadLetter(DeadLetterId id, ConsumerRecord<byte[], byte[]> stored) {

	static DeadLetter of(ConsumerRecord<byte[], byte[]> stored) {
		return new DeadLetter(new DeadLetterId(new TopicPartition(stored.topic(), stored.partition()), stored.offset()),
				stored);
	}

	String cause(String name) {
		Header header = this.stored.headers().lastHeader(EventHeaders.CAUSE_PREFIX + name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : "";
	}

	/** Returns a copy without key and value, for a list. */
	DeadLetter withoutBytes() {
		return new DeadLetter(this.id,
				new ConsumerRecord<>(this.stored.topic(), this.stored.partition(), this.stored.offset(),
						this.stored.timestamp(), this.stored.timestampType(), 0, 0, null, null, this.stored.headers(),
						Optional.empty()));
	}

	/**
	 * Returns the record as it was in its own topic.
	 * @throws InvalidEventException if the headers do not name its place there
	 */
	ConsumerRecord<byte[], byte[]> original() {
		RecordHeaders headers = new RecordHeaders();
		for (Header header : this.stored.headers()) {
			if (!header.key().startsWith(EventHeaders.CAUSE_PREFIX)) {
				headers.add(header);
			}
		}
		try {
			return new ConsumerRecord<>(cause("topic"), Integer.parseInt(cause("partition")),
					Long.parseLong(cause("offset")), Long.parseLong(cause("timestamp")),
					TimestampType.NO_TIMESTAMP_TYPE, 0, 0, this.stored.key(), this.stored.value(), headers,
					Optional.empty());
		}
		catch (NumberFormatException ex) {
			throw new InvalidEventException(
					"The dead letter has no valid topic, partition, offset and timestamp headers", ex);
		}
	}

}
