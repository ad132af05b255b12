package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.Operation.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F16: two instances of each service are restarted one after another (SIGTERM) under
 * load. No request fails. A client uses the other gateway if one refuses the connection.
 * {@code -Drate=} requests per second, {@code -Drestarts=} rounds.
 */
@Tag("faults")
class RollingRestartIntegrationTests {

	private static final List<String> SERVICES = List.of("registration-service", "session-service",
			"notification-service", "gateway");

	private static final List<String> READS = List.of("/api/v1/users/me", "/api/v1/sessions", "/api/v1/notifications");

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
			// Warm-up of the second instances.
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
		system.run("restart", process).succeeded();
	}

	/**
	 * Of a hundred requests, two register, three sign in and 24 refresh a session. The
	 * others read from each service.
	 */
	private void request(LedgerClient client) {
		int number = this.requests.incrementAndGet() % 100;
		if (number % 50 == 0) {
			client.register();
		}
		else if (number % 33 == 1) {
			List<Person> people = client.people();
			client.signIn(people.get(this.requests.get() % people.size()));
		}
		else {
			goOn((session) -> goOn(client, session, number));
		}
	}

	private static Session goOn(LedgerClient client, Session session, int number) {
		if (number % 4 == 0) {
			return client.refresh(session).orElse(session);
		}
		client.read(session, READS.get(number % READS.size()));
		return session;
	}

	private void goOn(UnaryOperator<Session> step) {
		try {
			this.sessions.add(step.apply(this.sessions.take()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
