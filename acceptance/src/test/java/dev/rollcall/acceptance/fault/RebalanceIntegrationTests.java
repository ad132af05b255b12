package dev.rollcall.acceptance.fault;

import java.time.Duration;

import dev.rollcall.acceptance.check.Circumstances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * F12: instances join and leave, and one is stopped for a minute and resumes, with both
 * group protocols. {@code -Dstorm=} and {@code -Dpause=} in seconds.
 */
@Tag("faults")
class RebalanceIntegrationTests {

	private static final int STORM = FaultRun.size("storm", 120);

	private static final int PAUSE = FaultRun.size("pause", 60);

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void stormOfRebalancesLosesNothing(String protocol) {
		try (FaultRun run = start(protocol)) {
			Load load = Load.start(20, Integer.MAX_VALUE, run::visit);
			long begin = System.nanoTime();
			int rounds = 0;
			while (System.nanoTime() - begin < Duration.ofSeconds(STORM).toNanos()) {
				run.system().up("session-service#2", "notification-service#2");
				if (rounds++ % 2 == 0) {
					run.system().down("session-service#2", "notification-service#2");
				}
				else {
					run.system().kill("session-service#2");
					run.system().kill("notification-service#2");
				}
			}
			run.system().down("session-service#2", "notification-service#2");
			long since = System.nanoTime();
			load.stop();
			FaultRun.say("%s: second instances joined and left %d times", protocol, rounds);
			run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void pausedInstancesLoseNothing(String protocol) {
		try (FaultRun run = start(protocol)) {
			run.system().up("session-service#2", "notification-service#2", "registration-service#2");
			for (String process : new String[] { "session-service", "notification-service", "registration-service" }) {
				Load load = Load.start(10, Integer.MAX_VALUE, run.client()::register);
				run.system().signal(process, "STOP");
				FaultRun.last(Duration.ofSeconds(PAUSE));
				run.system().signal(process, "CONT");
				long since = System.nanoTime();
				load.stop();
				FaultRun.say("%s: %s was stopped for %d s", protocol, process, PAUSE);
				run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
			}
		}
	}

	private static FaultRun start(String protocol) {
		FaultRun run = FaultRun.start();
		run.system().set("session-service", "rollcall.projection.group-protocol", protocol);
		run.system().set("notification-service", "rollcall.projection.group-protocol", protocol);
		run.system().run("restart", "session-service", "notification-service").succeeded();
		return run;
	}

}
