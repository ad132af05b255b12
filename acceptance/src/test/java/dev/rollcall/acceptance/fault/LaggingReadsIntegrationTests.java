package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * F19: majority reads lag 50 to 300 ms behind the writes, as on a replica set, under
 * {@code -Drate=} visits per second for {@code -Dseconds=}. Concurrent requests of one
 * user all get the answer that one of them alone would get.
 */
@Tag("faults")
class LaggingReadsIntegrationTests {

	private static final int REFRESHES = 50;

	private static final Duration SIGN_IN_LIMIT = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newFixedThreadPool(REFRESHES);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void concurrentRequestsOfOneUserSucceedWhileMajorityReadsLag() {
		try (FaultRun run = FaultRun.startWithLaggingReads()) {
			int rate = FaultRun.size("rate", 12);
			Load load = Load.start(rate, rate * FaultRun.size("seconds", 150), run::visit);
			int rounds = 0;
			for (; load.isPacing(); rounds++) {
				refreshes(run.client());
				changes(run);
				registrations(run.client());
			}
			load.finish();
			long former = run.system().points().formerReads();
			FaultRun.say("%d visits, %d rounds of concurrent requests; %d reads returned a former document",
					load.done(), rounds, former);
			assertThat(rounds).isPositive();
			assertThat(former).as("the fault").isPositive();
			run.system().points().endLag();
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
		}
	}

	private void refreshes(LedgerClient client) {
		Session session = session(client);
		List<Optional<Session>> answers = parallel(REFRESHES, (i) -> client.refresh(session));
		assertThat(answers.stream().filter(Optional::isEmpty)).as("refreshes without a token").isEmpty();
		assertThat(answers.stream().flatMap(Optional::stream).map(Session::refreshToken).distinct()).hasSize(1)
			.doesNotContain(session.refreshToken());
	}

	/**
	 * All changes of the name are made, and one of the password. The others are refused:
	 * with 400 for a wrong password, or with 503 if it was verified before the change.
	 */
	private void changes(FaultRun run) {
		Session session = session(run.client());
		List<Boolean> changed = parallel(6, (i) -> {
			if (i % 2 == 0) {
				run.client().changeProfile(session);
				return false;
			}
			return run.client().changePassword(session).isPresent();
		});
		assertThat(changed).containsOnlyOnce(true);
		List<Operation> operations = run.ledger()
			.read()
			.stream()
			.filter((operation) -> operation.email().equals(session.person().email()))
			.toList();
		assertThat(operations).filteredOn((operation) -> operation.kind() == Kind.CHANGE_PROFILE)
			.hasSize(3)
			.allMatch((operation) -> operation.answer().status() == 200);
		assertThat(operations).filteredOn((operation) -> operation.kind() == Kind.CHANGE_PASSWORD)
			.extracting((operation) -> operation.answer().status())
			.hasSize(3)
			.containsOnlyOnce(204)
			.isSubsetOf(204, 400, 503);
	}

	/** A registration and its repeats, with one idempotency key. */
	private void registrations(LedgerClient client) {
		String email = LedgerClient.anEmail();
		List<Optional<Person>> answers = parallel(3, (i) -> client.register(email));
		assertThat(answers.stream().filter(Optional::isEmpty)).as("registrations without a user").isEmpty();
		assertThat(answers.stream().flatMap(Optional::stream).map(Person::userId).distinct()).hasSize(1);
	}

	/** Lagging writes delay the events, so a sign-in may wait too long and get 503. */
	private static Session session(LedgerClient client) {
		Person person = client.register().orElseThrow();
		return await().atMost(SIGN_IN_LIMIT).until(() -> client.signIn(person), Optional::isPresent).orElseThrow();
	}

	private <T> List<T> parallel(int count, IntFunction<T> action) {
		return IntStream.range(0, count)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> action.apply(i), this.threads))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
	}

}
