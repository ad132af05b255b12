package dev.rollcall.outbox;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stored documents and topics rely on these numbers.
 */
class SlotTests {

	@Test
	void hashNeverChanges() {
		List<String> ids = List.of("", "a", "0192f0c1-2345-7abc-8def-0123456789ab", "Ω");
		assertThat(ids).map(Slot::of).containsExactly(1, 4, 4, 0);
	}

	@Test
	void idsAreSpreadOverAllSlots() {
		Stream<Integer> slots = Stream.generate(() -> Slot.of(UUID.randomUUID().toString())).limit(1000).distinct();
		assertThat(slots).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
	}

}
