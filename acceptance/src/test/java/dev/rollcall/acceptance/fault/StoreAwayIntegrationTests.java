package dev.rollcall.acceptance.fault;

import java.time.Duration;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.fault.Link.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * F6: a store is unavailable or takes two seconds for every operation. No record is
 * skipped or dead-lettered. {@code -Doutage=} in seconds.
 */
@Tag("faults")
class StoreAwayIntegrationTests {

	private static final int OUTAGE = FaultRun.size("outage", 60);

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.start(new Link("registration-service", Part.STORE), new Link("session-service", Part.STORE),
				new Link("notification-service", Part.STORE));
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "registration-service", "session-service", "notification-service" })
	void blackHoleSkipsNothing(String service) {
		TcpProxy store = run.system().proxy(service, Part.STORE);
		during(store::blackHole, store);
	}

	@ParameterizedTest
	@ValueSource(strings = { "registration-service", "session-service", "notification-service" })
	void twoSecondsForEachOperationSkipNothing(String service) {
		TcpProxy store = run.system().proxy(service, Part.STORE);
		during(() -> store.delay(Duration.ofSeconds(1)), store);
	}

	@Test
	void resetConnectionsSkipNothing() {
		TcpProxy store = run.system().proxy("session-service", Part.STORE);
		during(store::reset, store);
	}

	@Test
	void answersCutInTheMiddleSkipNothing() {
		TcpProxy store = run.system().proxy("session-service", Part.STORE);
		Load load = Load.start(10, 10 * OUTAGE, run::visit);
		while (load.isPacing()) {
			store.cutAfter(run.random().nextInt(20_000));
			FaultRun.last(Duration.ofSeconds(1));
		}
		store.pass();
		load.finish();
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
	}

	private static void during(Runnable fault, TcpProxy store) {
		Load load = Load.start(10, 10 * (OUTAGE + 2), run::visit);
		FaultRun.last(Duration.ofSeconds(1));
		fault.run();
		FaultRun.last(Duration.ofSeconds(OUTAGE));
		store.pass();
		long since = System.nanoTime();
		load.finish();
		run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY.repeatedMails());
	}

}
