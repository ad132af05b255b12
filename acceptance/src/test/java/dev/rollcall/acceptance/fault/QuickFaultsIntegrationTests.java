package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;

import dev.rollcall.acceptance.check.Circumstances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A short part of all, in every build: random kills under load.
 */
@Tag("quick-faults")
class QuickFaultsIntegrationTests {

	private static final List<String> VICTIMS = List.of("broker", "registration-service", "session-service",
			"notification-service");

	@Test
	void killsUnderLoadLoseNothing() {
		try (FaultRun run = FaultRun.start()) {
			Load load = Load.start(20, FaultRun.size("registrations", 500), run.client()::register);
			for (int i = 0; i < FaultRun.size("kills", 4); i++) {
				String victim = VICTIMS.get(run.random().nextInt(VICTIMS.size()));
				FaultRun.say("kill -9 %s after %d registrations", victim, load.done());
				run.system().kill(victim);
				run.system().up(victim);
			}
			load.finish();
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
		}
	}

}
