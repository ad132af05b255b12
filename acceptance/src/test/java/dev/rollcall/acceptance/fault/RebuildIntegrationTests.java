package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Outcome;
import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rebuilds of session-service's accounts from a log of {@code -Dusers=} users: through
 * kill -9, and to another version of the projection.
 */
@Tag("faults")
class RebuildIntegrationTests {

	private static final Duration LONG = Duration.ofMinutes(60);

	private static final String SERVICE = "session-service";

	@Test
	void rebuildSurvivesKillsAndSendsNothing() {
		int users = FaultRun.size("users", 20_000);
		try (FaultRun run = FaultRun.start()) {
			Set<String> foreign = new SeededLog(run).write(users, 1);
			Rebuilds rebuilds = new Rebuilds(run.system(), SERVICE, "accounts");
			await().atMost(LONG)
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> new Quiet(run.system()).busy().isEmpty());
			int mails = run.system().dump().receivedMails().size();
			for (int i = 0; i < FaultRun.size("kills", 3); i++) {
				int number = rebuilds.start();
				FaultRun.last(Duration.ofMillis(run.random().nextInt(4000)));
				FaultRun.say("kill -9 while generation %d is %s", number,
						rebuilds.find(number).path("state").asText("built"));
				run.system().kill(SERVICE);
				run.system().up(SERVICE);
				rebuilds.awaitActive(number, LONG);
			}
			for (CrashPoint point : List.of(CrashPoint.CUT_OVER_BEFORE_WRITE, CrashPoint.CUT_OVER_AFTER_WRITE)) {
				run.system().points().arm(SERVICE, point, Crash.HALT);
				int number = rebuilds.start();
				awaitHit(run, point);
				run.system().up(SERVICE);
				rebuilds.awaitActive(number, LONG);
			}
			run.system().points().arm(SERVICE, CrashPoint.CLEAN_UP_BEFORE_DROP, Crash.HALT);
			rebuilds.cleanUp();
			awaitHit(run, CrashPoint.CLEAN_UP_BEFORE_DROP);
			run.system().up(SERVICE);
			await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> collections(run).size() == 2);
			FaultRun.say("remaining collections: %s", collections(run));
			int recipients = new Rebuilds(run.system(), "notification-service", "recipients").start();
			new Rebuilds(run.system(), "notification-service", "recipients").awaitActive(recipients, LONG);
			assertThat(run.system().dump().receivedMails()).hasSize(mails);
			run.verify(System.nanoTime(), Duration.ofMinutes(2),
					Circumstances.ORDINARY.repeatedMails().foreign(foreign));
		}
	}

	@Test
	void newDocumentShapeIsRolledOutDuringSignIns() {
		try (FaultRun run = FaultRun.startWithTwoGateways()) {
			List<String> instances = List.of(SERVICE, SERVICE + "#2");
			run.system().up("gateway#2", SERVICE + "#2");
			List<Person> people = Stream.generate(run.client()::register)
				.limit(50)
				.flatMap((one) -> one.stream())
				.toList();
			new SeededLog(run).write(FaultRun.size("users", 20_000), 1);
			await().atMost(LONG)
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> new Quiet(run.system()).busy().isEmpty());
			people.forEach(run.client()::signIn);
			instances.forEach((instance) -> ReshapedAccounts.compile(run.system().home().resolve("sources"),
					run.system().points().otherBuild(instance)));
			AtomicInteger turn = new AtomicInteger();
			long from = System.currentTimeMillis();
			Load load = Load.start(FaultRun.size("rate", 5), Integer.MAX_VALUE,
					() -> run.client().signIn(people.get(turn.incrementAndGet() % people.size())));
			instances.forEach((instance) -> run.system().run("restart", instance).succeeded());
			FaultRun.last(Duration.ofSeconds(5));
			load.stop();
			List<Operation> failed = run.ledger()
				.read()
				.stream()
				.filter((operation) -> operation.start() >= from && operation.outcome() != Outcome.OK)
				.toList();
			FaultRun.say("%d sign-ins during the update, %d failed", load.done(), failed.size());
			instances.forEach(
					(instance) -> assertThat(new Rebuilds(run.system(), instance, "accounts").serving()).as(instance)
						.contains(2));
			assertThat(documents(run, 2).stream().map(ReshapedAccounts::asBefore)).hasSizeGreaterThan(people.size())
				.containsExactlyInAnyOrderElementsOf(documents(run, 1));
			assertThat(failed).isEmpty();
		}
	}

	private static List<Document> documents(FaultRun run, int generation) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			return store.getDatabase("session").getCollection("accounts-g" + generation).find().into(new ArrayList<>());
		}
	}

	private static void awaitHit(FaultRun run, CrashPoint point) {
		await("hit of " + point).atMost(Duration.ofMinutes(3))
			.until(() -> run.system().points().isHit(SERVICE, point) && !run.system().isAlive(SERVICE));
		FaultRun.say("crashed at %s", point);
	}

	private static List<String> collections(FaultRun run) {
		try (MongoClient store = MongoClients.create(run.system().store(SERVICE))) {
			return store.getDatabase("session")
				.listCollectionNames()
				.into(new ArrayList<>())
				.stream()
				.filter((name) -> name.startsWith("accounts-g"))
				.sorted()
				.toList();
		}
	}

}
