package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.acceptance.fault.Link.Part;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * F20: session-service gets a change of the password after later events of its user. The
 * sessions of the old password end, except the one that changed it. {@code -Dusers=} sets
 * another number.
 */
@Tag("faults")
class LateRecordIntegrationTests {

	private static final String SERVICE = "session-service";

	private static final String PASSWORD_CHANGED = "UserPasswordChanged";

	private static final int USERS = FaultRun.size("users", 20);

	/** At least this many of the users have their events in one partition of six. */
	private static final int LOST = (USERS + 5) / 6;

	@Test
	void redrivenPasswordChangeEndsOldSessions() {
		try (FaultRun run = FaultRun.start(new Link(SERVICE, Part.REGISTRY))) {
			List<SignedIn> users = signedIn(run);
			try (StaleRegistry stale = new StaleRegistry(run.system().registry(), contentId(run))) {
				run.system().proxy(SERVICE, Part.REGISTRY).leadTo(stale.port());
				// A running instance has looked the schema up.
				run.system().down(SERVICE);
				run.system().up(SERVICE);
				users.forEach((user) -> {
					assertThat(run.client().changePassword(user.kept())).isPresent();
					run.client().changeProfile(user.kept());
				});
				new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			}
			run.system().proxy(SERVICE, Part.REGISTRY).leadTo(run.system().registry().getPort());
			List<SignedIn> renewed = users.stream().flatMap((user) -> user.renewed(run)).toList();
			assertThat(renewed).as("the sessions of the old passwords").hasSameSizeAs(users);

			Set<String> deadLetters = deadLetters(run);
			Run redrive = run.system().run("dead-letters", "redrive", "--all").succeeded();
			FaultRun.say("%d users, redrive: %s", users.size(), redrive.output());
			assertThat(deadLetters).as("of the projection and of the reaction").hasSize(2 * USERS);
			assertThat(redrive.output().lines())
				.containsAll(deadLetters.stream().map((deadLetter) -> deadLetter + "  redriven").toList());
			assertOldSessionsEnded(run, renewed);
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.redriven(deadLetters));
		}
	}

	@Test
	void passwordChangeThatARepairPublishesAgainEndsOldSessions() {
		try (FaultRun run = FaultRun.start()) {
			List<SignedIn> users = signedIn(run);
			new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			run.system().down(SERVICE);
			users.forEach((user) -> {
				assertThat(run.client().changePassword(user.kept())).isPresent();
				awaitPublished(run);
			});
			Set<String> ids = users.stream().map(SignedIn::userId).collect(Collectors.toSet());
			Set<String> lost = TornLog.users(new TornLog(run.system()).tear(LOST,
					(record) -> PASSWORD_CHANGED.equals(record.type()) && ids.contains(record.key())));
			FaultRun.say("the log has lost the password changes of %d of %d users", lost.size(), users.size());
			assertThat(lost).hasSize(LOST).isSubsetOf(ids);
			users.forEach((user) -> run.client().changeProfile(user.kept()));
			new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			List<SignedIn> renewed = users.stream().flatMap((user) -> user.renewed(run)).toList();
			assertThat(renewed).extracting(SignedIn::userId).containsExactlyInAnyOrderElementsOf(lost);

			Run repair = run.system().run("verify", "--repair").succeeded();
			FaultRun.say("verify --repair: %s", repair.output());
			assertThat(lost).allMatch(repair.output()::contains);
			new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
			assertOldSessionsEnded(run, renewed);
			run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.torn(lost));
		}
	}

	private static List<SignedIn> signedIn(FaultRun run) {
		return Stream.generate(() -> run.client().register().orElseThrow())
			.limit(USERS)
			.map((person) -> new SignedIn(run.client().signIn(person).orElseThrow(),
					run.client().signIn(person).orElseThrow()))
			.toList();
	}

	private static void assertOldSessionsEnded(FaultRun run, List<SignedIn> users) {
		assertThat(users).allSatisfy((user) -> {
			assertThat(run.client().refresh(user.old())).isEmpty();
			assertThat(run.client().refresh(user.kept())).isPresent();
		});
	}

	private static int contentId(FaultRun run) {
		try (RawProducer producer = new RawProducer(run.system())) {
			return producer.contentId(PASSWORD_CHANGED);
		}
	}

	private static Set<String> deadLetters(FaultRun run) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> record.topic().startsWith(Topic.USER_EVENTS.name() + "-" + SERVICE))
			.map(LogRecord::position)
			.collect(Collectors.toSet());
	}

	/** One at a time, so that no transactions overlap in the log. */
	private static void awaitPublished(FaultRun run) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> new Quiet(run.system()).busy().stream().noneMatch((work) -> work.endsWith(" in accounts")));
	}

	/**
	 * A user with two sessions.
	 *
	 * @param old the one that a new password ends
	 * @param kept the one that changes the password
	 */
	private record SignedIn(Session old, Session kept) {

		String userId() {
			return this.old.person().userId();
		}

		/** With the next refresh token of the old session; empty if that has ended. */
		Stream<SignedIn> renewed(FaultRun run) {
			return run.client().refresh(this.old).map((next) -> new SignedIn(next, this.kept)).stream();
		}

	}

}
