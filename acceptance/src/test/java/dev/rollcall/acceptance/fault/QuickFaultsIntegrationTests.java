package dev.rollcall.acceptance.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.crash.CrashPoint;
import dev.rollcall.acceptance.fault.Link.Part;
import dev.rollcall.acceptance.fault.Poisons.Poison;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sample of the faults for every build: random kills, three crash points, a black hole
 * and poison, one after another under load, then all guarantees. {@code -Dseed=} repeats
 * a run.
 */
@Tag("quick-faults")
class QuickFaultsIntegrationTests {

	private static final List<String> SERVICES = List.of("registration-service", "session-service",
			"notification-service");

	private final Set<String> foreign = new TreeSet<>();

	@Test
	void faultsUnderLoadBreakNoGuarantee() {
		try (FaultRun run = FaultRun.start(new Link("session-service", Part.STORE))) {
			Load load = Load.start(12, FaultRun.size("registrations", 500), run::visit);
			kills(run);
			blackHole(run);
			poison(run);
			load.finish();
			crashPoints(run);
			run.verify(System.nanoTime(), Duration.ofSeconds(60),
					Circumstances.ORDINARY.repeatedMails().foreign(this.foreign));
		}
	}

	/** The broker, the store and two random services, two at a time. */
	private static void kills(FaultRun run) {
		List<String> victims = new ArrayList<>(List.of("broker", "store"));
		for (int i = 0; i < 2; i++) {
			victims.add(SERVICES.get(run.random().nextInt(SERVICES.size())));
		}
		Collections.shuffle(victims, run.random());
		for (int i = 0; i < victims.size(); i += 2) {
			Set<String> pair = Set.copyOf(victims.subList(i, i + 2));
			FaultRun.say("kill -9 %s", pair);
			pair.forEach(run.system()::kill);
			run.system().up(pair.toArray(String[]::new));
		}
	}

	private static void blackHole(FaultRun run) {
		TcpProxy store = run.system().proxy("session-service", Part.STORE);
		store.blackHole();
		FaultRun.last(Duration.ofSeconds(6));
		store.pass();
	}

	private void poison(FaultRun run) {
		try (RawProducer producer = new RawProducer(run.system())) {
			for (Poison poison : new Poisons(producer, run.random()).all()) {
				this.foreign.add(new String(poison.key(), StandardCharsets.UTF_8));
				producer.send(RawProducer.USER_EVENTS, poison.key(), poison.value(), poison.headers());
			}
		}
	}

	/** One crash point of each service. */
	private static void crashPoints(FaultRun run) {
		for (String service : SERVICES) {
			List<CrashPoint> points = new ArrayList<>(List.of(CrashPoint.values()));
			points.removeIf((point) -> !point.service().equals(service) || !point.isOrdinary());
			CrashPoint point = points.get(run.random().nextInt(points.size()));
			FaultRun.say("crash at %s", point);
			new Crashes(run).at(point);
		}
	}

}
