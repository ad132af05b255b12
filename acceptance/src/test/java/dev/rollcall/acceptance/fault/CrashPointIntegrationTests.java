package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.stream.Stream;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.crash.CrashPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F1 to F3: each crash point is hit three times, and all guarantees hold after each hit.
 * {@code -Dhits=} sets another number, {@code -Dpoints=} selects points by a regular
 * expression.
 */
@Tag("faults")
class CrashPointIntegrationTests {

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.start();
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	private static Stream<CrashPoint> points() {
		String wanted = System.getProperty("points", ".*");
		return Stream.of(CrashPoint.values())
			.filter((point) -> point.isOrdinary() || point == CrashPoint.RELAY_BEFORE_EPOCH)
			.filter((point) -> point.name().matches(wanted));
	}

	@ParameterizedTest
	@MethodSource("points")
	void crashLosesNothing(CrashPoint point) {
		for (int i = 1; i <= FaultRun.size("hits", 3); i++) {
			new Crashes(run).at(point);
			FaultRun.say("%s: hit %d", point, i);
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
		}
	}

}
