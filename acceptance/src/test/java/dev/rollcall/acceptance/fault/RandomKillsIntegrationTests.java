package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F1 to F4: registrations while services, broker and store are killed with -9 at random
 * and restarted. {@code -Dregistrations=}, {@code -Dkills=}, {@code -Drate=},
 * {@code -Dseed=}.
 */
@Tag("faults")
class RandomKillsIntegrationTests {

	private static final List<String> VICTIMS = List.of("broker", "registration-service", "session-service",
			"notification-service", "store", "gateway");

	@Test
	void killsUnderLoadLoseNothing() {
		int registrations = FaultRun.size("registrations", 10_000);
		int kills = FaultRun.size("kills", 30);
		Map<String, Integer> killed = new TreeMap<>();
		try (FaultRun run = FaultRun.start()) {
			Load load = Load.start(FaultRun.size("rate", 25), registrations, run::visit);
			for (int i = 0; i < kills || load.isPacing(); i++) {
				FaultRun.last(Duration.ofMillis(run.random().nextInt(5000)));
				String victim = VICTIMS.get(run.random().nextInt(VICTIMS.size()));
				run.system().kill(victim);
				killed.merge(victim, 1, Integer::sum);
				run.system().up(victim);
			}
			long since = System.nanoTime();
			load.finish();
			int count = killed.values().stream().mapToInt(Integer::intValue).sum();
			FaultRun.say("%d kills: %s", count, killed);
			History history = run.verify(since, Duration.ofSeconds(60),
					Circumstances.ORDINARY.repeatedMails().cutOff());
			assertThat(count).isGreaterThanOrEqualTo(kills);
			assertThat(history.stores().accounts()).hasSizeGreaterThanOrEqualTo(registrations);
		}
	}

}
