package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Topics that currently refuse all records. Documents with messages for them wait, the
 * others are published. After a pause the relay tries again; the first refusal blocks the
 * topic again.
 */
final class BlockedTopics {

	private final Map<String, Block> blocks = new ConcurrentHashMap<>();

	void block(String topic) {
		this.blocks.compute(topic, (name, block) -> ((block != null) ? block : Block.NONE).renew());
	}

	void open(String topic) {
		this.blocks.remove(topic);
	}

	List<String> names() {
		if (this.blocks.isEmpty()) {
			return List.of();
		}
		long now = System.nanoTime();
		return this.blocks.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().until() - now > 0)
			.map(Map.Entry::getKey)
			.toList();
	}

	private record Block(Duration pause, long until) {

		private static final Duration LIMIT = Duration.ofSeconds(30);

		private static final Block NONE = new Block(Duration.ofMillis(500), 0);

		Block renew() {
			Duration doubled = this.pause.multipliedBy(2);
			Duration next = (doubled.compareTo(LIMIT) < 0) ? doubled : LIMIT;
			return new Block(next, System.nanoTime() + next.toNanos());
		}

	}

}
