package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F5: the broker lost the end of a partition. {@code ./rollcall verify} reports exactly
 * the missing events, and {@code --repair} publishes them again with the same ids.
 */
@Tag("faults")
class TornLogIntegrationTests {

	private static final int CUT = FaultRun.size("cut", 5);

	@Test
	void lostEndOfTheLogIsReportedAndRepaired() {
		try (FaultRun run = FaultRun.start()) {
			// One at a time, so that no transactions overlap in the log.
			for (int i = 0; i < FaultRun.size("registrations", 60); i++) {
				run.client().register();
				new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			}
			TornLog log = new TornLog(run.system());
			Set<String> before = log.events();
			Set<String> lost = log.tear(CUT, (any) -> true);
			FaultRun.say("%d of %d events are lost", lost.size(), before.size());
			assertThat(lost).hasSize(CUT);

			Run report = run.system().run("verify");
			FaultRun.say("verify: %s", report.output());
			assertThat(report.status()).isOne();
			assertThat(named(report.output(), TornLog.users(before))).isEqualTo(TornLog.users(lost));

			Run repair = run.system().run("verify", "--repair");
			FaultRun.say("verify --repair: %s", repair.output());
			assertThat(repair.status()).isZero();
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
			assertThat(log.events()).isEqualTo(before);
			assertThat(run.system().run("verify").succeeded().output()).doesNotContain(TornLog.users(lost));
		}
	}

	private static Set<String> named(String output, Set<String> users) {
		return users.stream().filter(output::contains).collect(Collectors.toSet());
	}

}
