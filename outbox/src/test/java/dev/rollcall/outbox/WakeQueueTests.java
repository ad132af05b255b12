package dev.rollcall.outbox;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WakeQueueTests {

	private final WakeQueue queue = new WakeQueue(3);

	@Test
	void queueIsBounded() {
		IntStream.range(0, 100).forEach((number) -> this.queue.add("id-" + number));
		assertThat(this.queue.take(10, 10)).containsExactly("id-0", "id-1", "id-2");
		assertThat(this.queue.take(10, 10)).isEmpty();
	}

	@Test
	void queueContainsEachIdOnce() {
		List.of("a", "b").forEach(this.queue::addToBacklog);
		List.of("b", "c", "b").forEach(this.queue::add);
		this.queue.addToBacklog("c");
		assertThat(this.queue.take(10, 10)).containsExactly("b", "c");
		assertThat(this.queue.take(10, 10)).containsExactly("a");
	}

	@Test
	void suspectsComeFirstAndOneAtATime() {
		this.queue.add("c");
		this.queue.addSuspects(List.of("a", "b"));
		assertThat(this.queue.take(10, 10)).containsExactly("a");
		assertThat(this.queue.take(10, 10)).containsExactly("b");
		assertThat(this.queue.take(10, 10)).containsExactly("c");
	}

	@Test
	void suspectThatWasAloneIsLeftToTheSweep() {
		this.queue.addSuspects(List.of("a"));
		assertThat(this.queue.take(10, 10)).isEmpty();
	}

	@Test
	void wokenIdDoesNotWaitBehindABacklog() {
		List.of("a", "b", "c", "d").forEach(this.queue::addToBacklog);
		this.queue.add("woken");
		assertThat(this.queue.take(10, 1)).containsExactly("woken");
		assertThat(this.queue.take(10, 1)).containsExactly("a");
	}

	@Test
	void backlogDoesNotWaitBehindWokenIds() {
		this.queue.addToBacklog("a");
		this.queue.add("b");
		assertThat(this.queue.take(1, 1)).containsExactly("b");
		this.queue.add("c");
		assertThat(this.queue.take(1, 1)).containsExactly("a");
		assertThat(this.queue.take(1, 1)).containsExactly("c");
	}

	@Test
	void unreadIdsOfABacklogDoNotDelayWokenOnes() {
		List.of("a", "b").forEach(this.queue::addToBacklog);
		assertThat(this.queue.take(10, 10)).containsExactly("a", "b");
		this.queue.putBack(List.of("b"));
		this.queue.add("woken");
		assertThat(this.queue.take(10, 10)).containsExactly("woken");
		assertThat(this.queue.take(10, 10)).containsExactly("b");
	}

}
