package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F16: two instances of each service are restarted one after another (SIGTERM) under
 * load; no request fails. A client takes the other gateway where one takes no connection.
 * {@code -Drate=} requests a second, {@code -Drestarts=} rounds.
 */
@Tag("faults")
class RollingRestartIntegrationTests {

	private static final List<String> SERVICES = List.of("registration-service", "session-service",
			"notification-service", "gateway");

	private static final int SESSIONS = 100;

	private final BlockingQueue<Session> sessions = new ArrayBlockingQueue<>(SESSIONS);

	private final AtomicInteger requests = new AtomicInteger();

	@Test
	void noRequestFails() {
		try (FaultRun run = FaultRun.startWithTwoGateways()) {
			run.system().up(SERVICES.stream().map((service) -> service + "#2").toArray(String[]::new));
			for (int i = 0; i < SESSIONS; i++) {
				run.client().register().flatMap(run.client()::signIn).ifPresent(this.sessions::add);
			}
			// The second instances are cold.
			Load.start(10, 300, () -> request(run.client())).finish();
			long from = System.currentTimeMillis();
			Load load = Load.start(FaultRun.size("rate", 100), Integer.MAX_VALUE, () -> request(run.client()));
			for (int i = 0; i < FaultRun.size("restarts", 1); i++) {
				for (String service : SERVICES) {
					restart(run.system(), service);
					restart(run.system(), service + "#2");
				}
			}
			long since = System.nanoTime();
			load.stop();
			FaultRun.say("%d requests during the restart of 8 processes", load.done());
			History history = run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY);
			assertThat(history.ledger())
				.filteredOn((operation) -> operation.start() >= from && operation.outcome() != Outcome.OK)
				.isEmpty();
		}
	}

	private static void restart(FaultSystem system, String process) {
		system.down(process);
		system.up(process);
	}

	/** One in ten signs up, one in twenty signs in, the others go on with a session. */
	private void request(LedgerClient client) {
		int number = this.requests.incrementAndGet();
		if (number % 10 == 0) {
			client.register();
		}
		else if (number % 20 == 1) {
			List<Person> people = client.people();
			client.signIn(people.get(number % people.size()));
		}
		else {
			refresh(client);
		}
	}

	private void refresh(LedgerClient client) {
		try {
			Session session = this.sessions.take();
			this.sessions.add(client.refresh(session).orElse(session));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
