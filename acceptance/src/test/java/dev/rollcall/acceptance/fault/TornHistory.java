package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user whose newest events the broker has lost.
 *
 * @param session a session of the user
 * @param events the ids of all events before the loss, in order
 * @param lost the number of lost events
 */
record TornHistory(Session session, List<String> events, int lost) {

	private static final String TOPIC = Topic.USER_EVENTS.name();

	private static final int CHANGES = 3;

	private static final Duration RESPONSE = Duration.ofMinutes(1);

	/**
	 * Creates a user who changes the name a few times, and cuts off the last changes from
	 * the log. Nothing else may be published meanwhile. The broker is restarted.
	 * @param lost the number of events to lose, at most 3
	 */
	static TornHistory tear(FaultRun run, int lost) {
		Session session = signedIn(run);
		for (int i = 0; i < CHANGES; i++) {
			change(run, session);
			new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
		}
		List<LogRecord> all = records(run, session.person().userId());
		String user = session.person().userId();
		new TornLog(run.system()).tear(lost, (record) -> user.equals(record.key()));
		TornHistory torn = new TornHistory(session, ids(all), lost);
		assertThat(torn.inLog(run)).as("the log has lost its end")
			.isEqualTo(torn.events.subList(0, torn.events.size() - lost));
		return torn;
	}

	/** Registers and signs in. */
	static Session signedIn(FaultRun run) {
		AtomicReference<Session> session = new AtomicReference<>();
		await("a user who is signed in").atMost(RESPONSE)
			.until(() -> run.client().register().flatMap(run.client()::signIn), (signedIn) -> {
				signedIn.ifPresent(session::set);
				return signedIn.isPresent();
			});
		return session.get();
	}

	/** Changes the user's name, at whichever instance responds. */
	static void change(FaultRun run, Session session) {
		await("change of the name").atMost(RESPONSE)
			.pollInterval(Duration.ofSeconds(1))
			.until(() -> run.client().changeProfile(session));
	}

	String userId() {
		return this.session.person().userId();
	}

	/** The ids of the user's events that the log has now, in order, with repeats. */
	List<String> inLog(FaultRun run) {
		return ids(records(run, userId()));
	}

	private static List<String> ids(List<LogRecord> records) {
		return records.stream().map((record) -> record.headers().get(EventHeaders.ID)).toList();
	}

	private static List<LogRecord> records(FaultRun run, String user) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> record.topic().equals(TOPIC) && user.equals(record.key()) && record.bytes() != null)
			.toList();
	}

}
