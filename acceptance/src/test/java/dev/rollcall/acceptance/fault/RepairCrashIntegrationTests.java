package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * F18: the log has lost its end, and the instance that repairs it dies on the way, or is
 * paused while the user acts at another instance. The repair and its repetition lose
 * nothing and end with the newest state.
 */
@Tag("faults")
class RepairCrashIntegrationTests {

	private static final String SERVICE = "registration-service";

	private static final int LOST = 2;

	private static final Set<String> TORN = new HashSet<>();

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.start();
		// Shorter than the default, to shorten the runs.
		run.system().set(SERVICE, "rollcall.verify.look-again", "10s");
		run.system().down(SERVICE);
		run.system().up();
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	@Test
	void userActsWhileTheRepairIsPausedBeforeItAppends() {
		run.system().up(SERVICE + "#2");
		TornHistory torn = tear();
		CrashPoint point = CrashPoint.REPAIR_BEFORE_APPEND;
		run.system().points().arm(SERVICE, point, Crash.STOP);
		CompletableFuture<Run> repair = CompletableFuture.supplyAsync(() -> run.system().run("verify", "--repair"));
		await().atMost(Duration.ofMinutes(2)).until(() -> run.system().points().isHit(SERVICE, point));
		TornHistory.change(run, torn.session());
		await("publication by the other instance").atMost(Duration.ofMinutes(1)).until(() -> !isPending(torn));
		List<String> published = torn.inLog(run);
		assertThat(published).as("the user's change is in the log").hasSize(torn.events().size() - LOST + 1);
		run.system().signal(SERVICE, "CONT");

		Run repaired = repair.join();
		FaultRun.say("paused: status %d%n%s", repaired.status(), repaired.output());
		repair();
		run.system().down(SERVICE + "#2");
		assertWhole(torn);
	}

	@ParameterizedTest
	@EnumSource(names = { "REPAIR_BEFORE_APPEND", "REPAIR_AFTER_APPEND", "RELAY_BEFORE_SEND", "RELAY_BEFORE_COPY",
			"RELAY_BEFORE_REMOVAL" })
	void repairIsRepeatedAfterACrash(CrashPoint point) {
		TornHistory torn = tear();
		run.system().points().arm(SERVICE, point, Crash.HALT);
		Run repair = run.system().run("verify", "--repair");
		FaultRun.say("%s: status %d%n%s", point, repair.status(), repair.output());
		assertThat(repair.status()).as("a repair that was cut off").isNotZero();
		await("end of the process at " + point).atMost(Duration.ofSeconds(10))
			.until(() -> run.system().points().isHit(SERVICE, point) && !run.system().isAlive(SERVICE));
		run.system().up(SERVICE);
		TornHistory.change(run, torn.session());

		repair();
		assertWhole(torn);
	}

	private static TornHistory tear() {
		TornHistory torn = TornHistory.tear(run, LOST);
		TORN.add(torn.userId());
		return torn;
	}

	/** Another instance of the service can run it only after the lease has expired. */
	private static void repair() {
		Run repaired = run.system().run("verify", "--repair").succeeded();
		FaultRun.say("verify --repair: %s", repaired.output());
		assertThat(run.system().run("verify").succeeded().output()).contains("No differences left");
	}

	private static void assertWhole(TornHistory torn) {
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails().torn(TORN));
		List<String> log = torn.inLog(run);
		assertThat(log).containsAll(torn.events());
		FaultRun.say("%d events before the loss, %d lost, %d records now", torn.events().size(), torn.lost(),
				log.size());
	}

	private static boolean isPending(TornHistory torn) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			return store.getDatabase("registration")
				.getCollection("accounts")
				.countDocuments(Filters.and(Filters.eq(torn.userId()), Filters.exists("outbox.0"))) > 0;
		}
	}

}
