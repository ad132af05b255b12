package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordTextTests {

	private final Headers headers = new RecordHeaders();

	@Test
	void lastOfARepeatedHeaderCounts() {
		this.headers.add("a", bytes("1")).add("a", bytes("2"));
		assertThat(RecordText.headers(this.headers)).isEqualTo(Map.of("a", "2"));
	}

	@Test
	void manyLargeAndMissingValuesAreLeftOut() {
		for (int i = 0; i < 1000; i++) {
			this.headers.add("h" + i, bytes("v"));
		}
		this.headers.add("large", new byte[100_000]).add("none", null);
		assertThat(RecordText.headers(this.headers)).hasSize(64).doesNotContainKeys("large", "none");
	}

	@Test
	void keyIsTextOfSomeLength() {
		assertThat(RecordText.key(record(bytes("user")))).isEqualTo("user");
		assertInvalid(null);
		assertInvalid(new byte[0]);
		assertInvalid(new byte[] { (byte) 0xff });
		assertInvalid(new byte[257]);
	}

	private static void assertInvalid(byte[] key) {
		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> RecordText.key(record(key)));
	}

	private static ConsumerRecord<byte[], byte[]> record(byte[] key) {
		return new ConsumerRecord<>("topic", 0, 0, key, null);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
