package dev.rollcall.local.topic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayRangeTests {

	private static final ReplayRange ALL = new ReplayRange(null, null, null, null, null, null, Set.of());

	private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	@ParameterizedTest
	@CsvSource({ "0, 0", "999, 1000" })
	void rangeWithoutLimitsContainsEverything(int partition, long offset) {
		assertThat(ALL.includes(partition)).isTrue();
		assertThat(ALL.contains(record(NOON, null, null))).isTrue();
		assertThat(ALL.start(offset, offset, 2000)).isEqualTo(offset);
		assertThat(ALL.end(2000)).isEqualTo(2000);
	}

	@Test
	void partitionLimitsToOnePartition() {
		ReplayRange range = new ReplayRange(null, null, null, null, 3, null, Set.of());
		assertThat(range.includes(3)).isTrue();
		assertThat(range.includes(4)).isFalse();
	}

	@ParameterizedTest(name = "from offset {0}, partition holds {1} to {3}, first in time {2}: starts at {4}")
	@CsvSource({ "5, 0, 0, 10, 5", "5, 7, 7, 10, 7", "5, 0, 8, 10, 8", "15, 0, 0, 10, 10", "5, 0, 10, 10, 10",
			", 2, 2, 10, 2", ", 2, 6, 10, 6", "0, 0, 0, 0, 0" })
	void startIsTheLatestOfAllLimitsButNotAfterTheEnd(@Nullable Long fromOffset, long first, long since, long end,
			long start) {
		ReplayRange range = new ReplayRange(null, null, fromOffset, null, null, null, Set.of());
		assertThat(range.start(first, since, end)).isEqualTo(start);
	}

	@ParameterizedTest
	@CsvSource({ "5, 10, 5", "10, 10, 10", "15, 10, 10" })
	void endIsNotAfterThePartitionsEnd(long toOffset, long partitionEnd, long end) {
		assertThat(new ReplayRange(null, null, null, toOffset, null, null, Set.of()).end(partitionEnd)).isEqualTo(end);
	}

	@ParameterizedTest
	@CsvSource({ "-1, false", "0, true", "999, true", "1000, false" })
	void timeIncludesTheFromAndExcludesTheTo(long millis, boolean contained) {
		ReplayRange range = new ReplayRange(NOON, NOON.plusSeconds(1), null, null, null, null, Set.of());
		assertThat(range.contains(record(NOON.plusMillis(millis), null, null))).isEqualTo(contained);
	}

	@Test
	void userIsTheKey() {
		ReplayRange range = new ReplayRange(null, null, null, null, null, "ada", Set.of());
		assertThat(range.contains(record(NOON, "ada", null))).isTrue();
		assertThat(range.contains(record(NOON, "bob", null))).isFalse();
		assertThat(range.contains(record(NOON, null, null))).isFalse();
	}

	@Test
	void userIsAlsoTheFirstPartOfTheKeyOfAUserEvent() {
		String user = "0192f0c1-2b7e-7c4a-9a6e-0123456789ab";
		ReplayRange range = new ReplayRange(null, null, null, null, null, user, Set.of());
		assertThat(range.contains(record(NOON, user + ":12", null))).isTrue();
		assertThat(range.contains(record(NOON, user + ":", null))).isFalse();
	}

	@Test
	void recordsThatOnlyServeCompactionAreNotCopied() {
		String user = "0192f0c1-2b7e-7c4a-9a6e-0123456789ab";
		assertThat(ALL.contains(withoutValue("00000000-0000-0000-0000-000000000000"))).isFalse();
		assertThat(ALL.contains(withoutValue(user + ":1"))).isFalse();
		assertThat(ALL.contains(withoutValue(user))).as("the tombstone of a state").isTrue();
	}

	private static ConsumerRecord<byte[], byte[]> withoutValue(String key) {
		return new ConsumerRecord<>("t", 0, 0, bytes(key), null);
	}

	@ParameterizedTest
	@CsvSource({ "dev.rollcall.event.UserDeleted, true", "UserDeleted, true", "dev.rollcall.event.UserLocked, false",
			", false" })
	void typeIsTheLastPartOfTheHeader(@Nullable String type, boolean contained) {
		ReplayRange range = new ReplayRange(null, null, null, null, null, null,
				Set.of("UserDeleted", "UserRegistered"));
		assertThat(range.contains(record(NOON, null, type))).isEqualTo(contained);
	}

	private static ConsumerRecord<byte[], byte[]> record(Instant time, @Nullable String key, @Nullable String type) {
		RecordHeaders headers = new RecordHeaders();
		if (type != null) {
			headers.add("ce_type", bytes(type));
		}
		return new ConsumerRecord<>("t", 0, 0, time.toEpochMilli(), TimestampType.CREATE_TIME, 0, 0,
				(key != null) ? bytes(key) : null, new byte[0], headers, Optional.empty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
