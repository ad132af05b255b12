package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.fault.Link.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F4: registrations continue while the broker is unavailable. {@code -Doutage=} in
 * seconds, {@code -Drate=} registrations per second.
 */
@Tag("faults")
class BrokerAwayIntegrationTests {

	private static final Link[] LINKS = { new Link("registration-service", Part.BROKER),
			new Link("session-service", Part.BROKER), new Link("notification-service", Part.BROKER) };

	private static final int OUTAGE = FaultRun.size("outage", 60);

	private static final int RATE = FaultRun.size("rate", 50);

	@Test
	void killedBrokerStopsNoRegistration() {
		try (FaultRun run = FaultRun.start()) {
			outage(run, (system) -> system.kill("broker"), (system) -> system.up("broker"));
		}
	}

	@Test
	void refusedConnectionsStopNoRegistration() {
		try (FaultRun run = FaultRun.start(LINKS)) {
			outage(run, (system) -> system.proxies().forEach(TcpProxy::refuse),
					(system) -> system.proxies().forEach(TcpProxy::pass));
		}
	}

	@Test
	void blackHoleStopsNoRegistration() {
		try (FaultRun run = FaultRun.start(LINKS)) {
			outage(run, (system) -> system.proxies().forEach(TcpProxy::blackHole),
					(system) -> system.proxies().forEach(TcpProxy::pass));
		}
	}

	private static void outage(FaultRun run, Consumer<FaultSystem> begin, Consumer<FaultSystem> end) {
		warmUp(run);
		begin.accept(run.system());
		long from = System.currentTimeMillis();
		Load load = Load.start(RATE, RATE * OUTAGE, run.client()::register).finish();
		end.accept(run.system());
		long since = System.nanoTime();
		FaultRun.say("%d registrations in %d s without the broker", load.done(), OUTAGE);
		History history = run.verify(since, Duration.ofSeconds(60), Circumstances.ORDINARY);
		List<Operation> unanswered = history.ledger()
			.stream()
			.filter((operation) -> operation.kind() == Kind.REGISTER && operation.start() >= from
					&& operation.answer().status() != 201)
			.toList();
		assertThat(unanswered).isEmpty();
	}

	/** A JVM that has just started is slower than the load allows. */
	private static void warmUp(FaultRun run) {
		Load.start(20, 200, run.client()::register).finish();
		new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
	}

}
