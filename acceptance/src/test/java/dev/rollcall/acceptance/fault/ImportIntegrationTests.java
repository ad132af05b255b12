package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Mailbox;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Password changes during and directly after an import of {@code -Dusers=} users: the
 * sessions of the former password end within {@link #BOUND}. The store keeps everything
 * in memory; 200,000 users need {@code ROLLCALL_STORE_HEAP=6g}.
 */
@Tag("faults")
class ImportIntegrationTests {

	private static final Duration BOUND = Duration.ofSeconds(5);

	private static final Duration LONG = Duration.ofHours(1);

	private static final int CHANGES = 20;

	private static final int SESSIONS = 3;

	private static final Pattern METRIC = Pattern.compile("(?m)^rollcall_outbox_(pending|oldest_age)\\S* (\\S+)$");

	private final Calls calls = new Calls();

	@Test
	void sessionsOfAFormerPasswordEndSoonDuringAndAfterAnImport() {
		int users = FaultRun.size("users", 200_000);
		try (FaultRun run = FaultRun.start()) {
			Session administrator = administrator(run);
			List<List<Session>> people = Stream.generate(() -> sessions(run)).limit(2 * CHANGES).toList();
			Map<String, Duration> before = cpu(run);
			long start = System.nanoTime();
			RunningImport running = RunningImport.start(run, administrator, users);
			List<Ended> during = new ArrayList<>();
			for (int i = 0; i < CHANGES; i++) {
				long due = (i + 1L) * users / (CHANGES + 1);
				await().atMost(LONG).until(() -> running.created() >= due || running.isDone());
				during.add(change(run, people.get(i)));
				FaultRun.say("%,d users after %d s; %s; %s", running.created(), seconds(start), during.get(i),
						backlog(run));
			}
			await().atMost(LONG).until(running::isDone);
			long end = System.nanoTime();
			Map<String, Duration> after = cpu(run);
			FaultRun.say("%,d users imported in %d s, %.0f/s, %d lines sent again; CPU seconds: %s; %s",
					running.created(), seconds(start), running.created() * 1e9 / (end - start), running.failures(),
					difference(before, after), backlog(run));
			List<Ended> afterwards = people.subList(CHANGES, 2 * CHANGES)
				.stream()
				.map((sessions) -> change(run, sessions))
				.toList();
			FaultRun.say("after the import: %s", backlog(run));
			report("during the import", during);
			report("after the import", afterwards);
			FaultRun.say("quiet %d s after the import", new Quiet(run.system()).await(end, LONG).toSeconds());
			assertThat(running.created()).isEqualTo(users);
			assertThat(Stream.concat(during.stream(), afterwards.stream()))
				.allSatisfy((ended) -> assertThat(ended.access()).isLessThan(BOUND));
		}
	}

	private Session administrator(FaultRun run) {
		Person person = run.client().register(FaultSystem.ADMINISTRATOR).orElseThrow();
		String token = new Mailbox(run.system().mails(), person.email()).token("Confirm your address");
		assertThat(this.calls.post(run.system().gateway().resolve("/api/v1/email-verifications"), "token", token)
			.statusCode()).isEqualTo(204);
		return await()
			.until(() -> run.client().signIn(person).filter((session) -> isAdministrator(run, session)),
					Optional::isPresent)
			.orElseThrow();
	}

	private boolean isAdministrator(FaultRun run, Session session) {
		return this.calls.get(run.system().gateway().resolve("/api/v1/admin/users"), session).statusCode() == 200;
	}

	private static List<Session> sessions(FaultRun run) {
		Person person = run.client().register().orElseThrow();
		return Stream.generate(() -> run.client().signIn(person).orElseThrow()).limit(SESSIONS).toList();
	}

	/** Changes the password by the first session, which continues. */
	private Ended change(FaultRun run, List<Session> sessions) {
		List<Session> current = sessions.stream()
			.map((session) -> await().until(() -> run.client().refresh(session), Optional::isPresent).orElseThrow())
			.toList();
		long start = System.nanoTime();
		run.client().changePassword(current.get(0)).orElseThrow();
		long changed = System.nanoTime();
		CompletableFuture<Duration> refresh = CompletableFuture
			.supplyAsync(() -> untilRefreshIsRefused(run, current.get(1), changed));
		await().atMost(LONG)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> whoAmI(run, current.get(1)) == 401 && whoAmI(run, current.get(2)) == 401);
		Duration access = since(changed);
		assertThat(whoAmI(run, current.get(0))).isEqualTo(200);
		return new Ended(Duration.ofNanos(changed - start), refresh.join(), access);
	}

	private Duration untilRefreshIsRefused(FaultRun run, Session old, long start) {
		String token = old.refreshToken();
		while (token != null) {
			FaultRun.last(Duration.ofMillis(20));
			token = this.calls.refresh(run.system().gateway(), token);
		}
		return since(start);
	}

	private int whoAmI(FaultRun run, Session session) {
		return this.calls.get(run.system().gateway().resolve("/api/v1/users/me"), session).statusCode();
	}

	/** The lag of each group, and the pending documents of the outbox of accounts. */
	private String backlog(FaultRun run) {
		Map<String, List<String>> groups = new TreeMap<>();
		groups.put(Consumer.SESSIONS.group(), topics(Consumer.SESSIONS));
		groups.put(Consumer.DELIVERIES.group(), topics(Consumer.DELIVERIES));
		groups.put("session-service-accounts-g1", topics(Consumer.ACCOUNTS));
		groups.put("notification-service-recipients-g1", topics(Consumer.RECIPIENTS));
		Map<String, String> outbox = new TreeMap<>();
		Matcher metric = METRIC.matcher(
				this.calls.get(run.system().management("registration-service").resolve("/actuator/prometheus")).body());
		while (metric.find()) {
			outbox.put(metric.group(1), metric.group(2));
		}
		return "lag %s, outbox %s".formatted(lags(run, groups), outbox);
	}

	private static Map<String, Long> lags(FaultRun run, Map<String, List<String>> groups) {
		try {
			return new TreeMap<>(new Groups(run.system()).lags(groups));
		}
		catch (IllegalStateException ex) {
			return Map.of("unknown, the broker does not respond", -1L);
		}
	}

	private static List<String> topics(Consumer consumer) {
		return consumer.topics().stream().map(Topic::name).toList();
	}

	private static Map<String, Duration> cpu(FaultRun run) {
		Map<String, Duration> cpu = new TreeMap<>();
		for (String process : List.of("broker", "store", "registration-service", "session-service",
				"notification-service", "gateway")) {
			ProcessHandle.of(run.system().pid(process))
				.flatMap((handle) -> handle.info().totalCpuDuration())
				.ifPresent((used) -> cpu.put(process, used));
		}
		cpu.put("this test", ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
		return cpu;
	}

	private static Map<String, Long> difference(Map<String, Duration> before, Map<String, Duration> after) {
		Map<String, Long> used = new TreeMap<>();
		after.forEach((process, cpu) -> used.put(process, cpu.minus(before.get(process)).toSeconds()));
		return used;
	}

	private static void report(String when, List<Ended> ended) {
		FaultRun.say(
				"%d passwords changed %s; until refused: refresh tokens %s, access tokens %s; the change itself %s",
				ended.size(), when, percentiles(ended.stream().map(Ended::refresh)),
				percentiles(ended.stream().map(Ended::access)), percentiles(ended.stream().map(Ended::change)));
	}

	private static String percentiles(Stream<Duration> durations) {
		List<Duration> sorted = durations.sorted().toList();
		return "p50 %d ms, max %d ms".formatted(sorted.get(sorted.size() / 2).toMillis(),
				sorted.get(sorted.size() - 1).toMillis());
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static long seconds(long start) {
		return since(start).toSeconds();
	}

	/**
	 * A changed password.
	 *
	 * @param change the duration of the request
	 * @param refresh from its response until an old refresh token is refused
	 * @param access from its response until the gateway refuses old access tokens
	 */
	private record Ended(Duration change, Duration refresh, Duration access) {

	}

}
