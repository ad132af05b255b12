package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID user = UUID.randomUUID();

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, UsersProjection.NAME);
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void poisonOfEveryKindIsDeadLetteredAndTheNextRecordApplied() throws Exception {
		Map<String, byte @Nullable []> poison = new LinkedHashMap<>();
		byte[] good = this.producer.encode(EventFixture.user(this.user, 1, "ann"));
		poison.put("empty", new byte[0]);
		poison.put("too short", new byte[] { 0, 0 });
		poison.put("bad magic", "hello, world".getBytes(StandardCharsets.UTF_8));
		poison.put("unknown content id", new byte[] { 0, 0x7f, 0x11, 0x22, 0x33, 1, 2, 3 });
		poison.put("truncated", Arrays.copyOf(good, good.length - 7));
		poison.put("nothing after the content id", Arrays.copyOf(good, 5));
		poison.put("trailing garbage", Arrays.copyOf(good, good.length + 3));
		poison.put("huge length", hugeLength(good));
		poison.put("null", null);
		for (byte[] value : poison.values()) {
			this.producer.send(this.user.toString(), value, List.of());
		}
		this.producer.send(this.user.toString(), good, List.of());
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
			Waiting.await().until(() -> running.count("dead.letters") == poison.size());
		}
		assertThat(deadLetters()).extracting(ConsumerRecord::value).containsExactlyElementsOf(poison.values());
	}

	@Test
	void invalidDataAndWrongKeysAreDeadLettered() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 0, "ann"));
		this.producer.send(this.user, EventFixture.user(this.user, 1, "invalid"));
		this.producer.send("someone-else", this.producer.encode(EventFixture.user(this.user, 1, "ann")), List.of());
		this.producer.send(null, this.producer.encode(EventFixture.user(this.user, 1, "ann")), List.of());
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 1);
			Waiting.await().until(() -> running.count("dead.letters") == 4);
		}
		assertThat(deadLetters())
			.extracting((deadLetter) -> DeadLetterTopic.header(deadLetter, "rollcall-cause-message"))
			.containsExactlyInAnyOrder("The version is not positive", "A name that no user may have",
					"The key is not the record's user id", "The key is missing");
	}

	@Test
	void deadLetterKeepsKeyBytesAndHeadersAndHasTheCause() throws Exception {
		byte[] bytes = { 1, 2, 3 };
		this.producer.send("k", bytes, List.of(header("ce_type", "what"), header("rollcall-cause-topic", "forged"),
				header("ce_type", "twice")));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("dead.letters") == 1);
		}
		ConsumerRecord<byte[], byte[]> deadLetter = deadLetters().get(0);
		assertThat(deadLetter.key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
		assertThat(deadLetter.value()).isEqualTo(bytes);
		assertThat(deadLetter.headers().headers("ce_type")).hasSize(2);
		assertThat(deadLetter.headers().headers("rollcall-cause-topic")).hasSize(1);
		assertThat(DeadLetterTopic.header(deadLetter, "rollcall-cause-topic")).isEqualTo(this.topic);
		assertThat(DeadLetterTopic.header(deadLetter, "rollcall-cause-offset")).isEqualTo("0");
		assertThat(DeadLetterTopic.header(deadLetter, "rollcall-cause-consumer")).isEqualTo(this.service + "-users");
		assertThat(DeadLetterTopic.header(deadLetter, "rollcall-cause-type"))
			.isEqualTo(InvalidEventException.class.getName());
		assertThat(DeadLetterTopic.causeBytes(deadLetter)).isLessThanOrEqualTo(2048);
	}

	@Test
	void recordsWithHostileHeadersAreProcessed() throws Exception {
		List<Header> hostile = new ArrayList<>(Collections.nCopies(500, header("spring_json_header_types", "{x")));
		hostile.add(new RecordHeader("nothing", null));
		hostile.add(header("large", "x".repeat(200_000)));
		this.producer.send(this.user.toString(), this.producer.encode(EventFixture.user(this.user, 1, "ann")), hostile);
		this.producer.send(this.user.toString(), new byte[] { 9 }, hostile);
		this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("applied") == 2);
			Waiting.await().until(() -> running.count("dead.letters") == 1);
		}
		assertThat(deadLetters().get(0).headers().toArray()).hasSizeLessThan(80);
	}

	/** Otherwise a redelivery would be a duplicate, and the dead letter would be lost. */
	@Test
	void deadLetterIsPublishedBeforeALaterVersionIsStored() throws Exception {
		String events = Platform.topic("another", UsersProjection.NAME);
		try (TestProducer sender = new TestProducer(events)) {
			sender.send(this.user, EventFixture.user(this.user, 1, "invalid"));
			sender.send(this.user, EventFixture.user(this.user, 2, "anna"));
		}
		try (RunningService running = RunningService.start(this.service, UsersProjection.of(events))) {
			Waiting.await().until(() -> running.count("retries") > 0);
			assertThat(running.find(UsersProjection.NAME, this.user)).isNull();
			Platform.create(Platform.deadLetters(events, this.service, UsersProjection.NAME));
			Waiting.await().until(() -> running.find(UsersProjection.NAME, this.user) != null);
			assertThat(DeadLetterTopic.read(Platform.deadLetters(events, this.service, UsersProjection.NAME)))
				.hasSize(1);
		}
	}

	/** A length of 1 GiB where the first string's length is. */
	private static byte[] hugeLength(byte[] good) {
		byte[] bytes = good.clone();
		byte[] gibibyte = { (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08 };
		System.arraycopy(gibibyte, 0, bytes, 5, gibibyte.length);
		return bytes;
	}

	private static Header header(String name, String value) {
		return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
	}

	private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
		return DeadLetterTopic.read(Platform.deadLetters(this.topic, this.service, UsersProjection.NAME));
	}

	private RunningService start() {
		return RunningService.start(this.service, UsersProjection.of(this.topic));
	}

}
