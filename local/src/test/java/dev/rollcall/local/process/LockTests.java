package dev.rollcall.local.process;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockTests {

	@Test
	void lockIsFreeAgainAfterTheWork(@TempDir Path folder) {
		Home home = Home.of(folder, Map.of());
		AtomicInteger runs = new AtomicInteger();
		Lock.whileHeld(home, runs::incrementAndGet);
		Lock.whileHeld(home, runs::incrementAndGet);
		assertThat(runs).hasValue(2);
	}

	@Test
	void workIsNotRunTwiceAtTheSameTime(@TempDir Path folder) {
		Home home = Home.of(folder, Map.of());
		// Within one JVM, Java itself refuses the second lock.
		assertThatExceptionOfType(OverlappingFileLockException.class)
			.isThrownBy(() -> Lock.whileHeld(home, () -> Lock.whileHeld(home, () -> {
				throw new AssertionError("held twice");
			})));
	}

}
