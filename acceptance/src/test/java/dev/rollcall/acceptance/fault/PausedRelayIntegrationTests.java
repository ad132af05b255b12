package dev.rollcall.acceptance.fault;

import java.time.Duration;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

/**
 * Two instances of registration-service. One is stopped when the broker has its records
 * but not yet the commit. The other takes over, then the stopped one resumes.
 * {@code -Drounds=}, {@code -Dpause=} in seconds, {@code -Drate=}.
 */
@Tag("faults")
class PausedRelayIntegrationTests {

	private static final int ROUNDS = FaultRun.size("rounds", 20);

	private static final int PAUSE = FaultRun.size("pause", 30);

	@Test
	void resumedRelayAppendsNoOldMessages() {
		try (FaultRun run = FaultRun.start()) {
			run.system().up("registration-service#2");
			Load load = Load.start(FaultRun.size("rate", 20), Integer.MAX_VALUE, run::visit);
			for (int i = 0; i < ROUNDS; i++) {
				stop(run, (i % 2 == 0) ? "registration-service" : "registration-service#2");
			}
			long since = System.nanoTime();
			load.stop();
			FaultRun.say("%d pauses of %d s between send and commit", ROUNDS, PAUSE);
			run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY);
		}
	}

	private static void stop(FaultRun run, String process) {
		run.system().points().arm(process, CrashPoint.RELAY_BEFORE_COMMIT, Crash.STOP);
		await().atMost(Duration.ofSeconds(60))
			.until(() -> run.system().points().isHit(process, CrashPoint.RELAY_BEFORE_COMMIT));
		FaultRun.last(Duration.ofSeconds(PAUSE));
		run.system().signal(process, "CONT");
	}

}
