package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;

/**
 * The progress of a generation towards its targets, by the offsets that its group has
 * committed.
 */
final class RebuildProgress {

	private final TopicOffsets offsets;

	private final Clock clock;

	RebuildProgress(TopicOffsets offsets, Clock clock) {
		this.offsets = offsets;
		this.clock = clock;
	}

	/**
	 * Reads the progress from the broker.
	 * @return {@code records} done, of {@code total}; {@code lag} behind the ends; {@code
	 * recordsPerSecond} and {@code secondsLeft} if they can be estimated
	 */
	Map<String, Object> of(Projection projection, Generation generation) {
		Map<TopicPartition, Long> targets = generation.targets();
		Map<String, Object> progress = new LinkedHashMap<>();
		if (targets == null) {
			return progress;
		}
		long done = 0;
		long total = 0;
		long lag = 0;
		for (Map.Entry<TopicPartition, TopicOffsets.Position> entry : this.offsets
			.positions(generation.group(), projection.topics())
			.entrySet()) {
			TopicOffsets.Position position = entry.getValue();
			long target = Math.max(position.begin(), targets.getOrDefault(entry.getKey(), position.begin()));
			total += target - position.begin();
			done += Math.min(position.next(), target) - position.begin();
			lag += position.end() - position.next();
		}
		progress.put("records", done);
		progress.put("total", total);
		progress.put("lag", lag);
		Instant startedAt = generation.state().getDate(Generation.STARTED_AT).toInstant();
		double seconds = Duration.between(startedAt, this.clock.instant()).toMillis() / 1000.0;
		if (!generation.caughtUp() && done > 0 && seconds > 0) {
			progress.put("recordsPerSecond", Math.round(done / seconds));
			progress.put("secondsLeft", Math.round((total - done) * seconds / done));
		}
		return progress;
	}

}
