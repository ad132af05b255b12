package dev.rollcall.acceptance.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.TreeMap;

import dev.rollcall.acceptance.check.Operation.Answer;
import dev.rollcall.acceptance.check.Operation.Kind;
import dev.rollcall.acceptance.check.Operation.Outcome;
import dev.rollcall.schemas.EventHeaders;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * A small correct history: two users, each with an ended session. Tests add faults to it.
 */
final class HistoryFixture {

	static final String ADA = "00000000-0000-7000-8000-00000000000a";

	static final String BOB = "00000000-0000-7000-8000-00000000000b";

	final List<Operation> ledger = new ArrayList<>();

	final List<LogRecord> log = new ArrayList<>();

	final StoreContents stores = new StoreContents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
			new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

	final List<ReceivedMail> mails = new ArrayList<>();

	Circumstances circumstances = Circumstances.ORDINARY;

	HistoryFixture() {
		user(ADA);
		user(BOB);
	}

	History history() {
		return new History(this.ledger, this.log, this.stores, this.mails, this.circumstances);
	}

	private void user(String id) {
		this.ledger.add(operation("register-" + id, Kind.REGISTER, email(id), Outcome.OK, 201, id, null));
		this.ledger.add(operation("end-" + id, Kind.SIGN_OUT, email(id), Outcome.OK, 204, id, "session-" + id));
		LogRecord registered = event(id, 1);
		this.log.add(registered);
		this.log.add(record(History.USERS, id, "UserState", Map.of("userId", id, "version", 1L), "state"));
		this.log.add(credential(id));
		this.log.add(sessionEvent(id, "SessionStarted", 1));
		this.log.add(sessionEvent(id, "SessionEnded", 2));
		List<Deliveries.Due> due = deliveries(id);
		store(id, due);
		due.stream()
			.filter(Deliveries.Due::isMail)
			.forEach((one) -> this.mails.add(new ReceivedMail(email(id), one.messageId())));
	}

	/**
	 * A verification mail, and a notification of a sign-in on a new device by mail and in
	 * the inbox.
	 */
	private List<Deliveries.Due> deliveries(String id) {
		LogRecord asked = record(History.NOTIFICATION_REQUESTS, id, "VerificationRequested",
				Map.of("eventId", "asked-" + id, "userId", id, "purpose", "SIGN_UP"), "asked");
		LogRecord started = record(History.SESSION_EVENTS, id, "SessionStarted",
				Map.of("eventId", "started-" + id, "userId", id, "sessionSequence", 3L, "newDevice", true),
				"session-3");
		LogRecord ended = sessionEvent(id, "SessionEnded", 4);
		this.log.addAll(List.of(asked, started, ended));
		return Stream.of(asked, started).flatMap((event) -> Deliveries.of(event).stream()).toList();
	}

	private void store(String id, List<Deliveries.Due> due) {
		this.stores.accounts()
			.add(new Document("_id", id).append("version", 1L).append("email", new Document("canonical", email(id))));
		this.stores.sessions().add(new Document("_id", id).append("userVersion", 1L).append("passwordVersion", 1L));
		this.stores.projected()
			.add(new Document("_id", id)
				.append("profile",
						new Document("version", 1L)
							.append("email",
									new Document("canonical", email(id)).append("since", new Date(5))
										.append("verified", false))
							.append("status", "ACTIVE")
							.append("roles", List.of()))
				.append("credential", new Document("version", 1L).append("passwordVersion", 1L)
					.append("sealedHash", new Binary(hash(id)))));
		this.stores.logins()
			.add(new Document("_id", email(id)).append("users",
					List.of(new Document("id", id).append("since", new Date(5)))));
		due.forEach((one) -> this.stores.done().add(new Document("_id", one.id()).append("outcome", "sent")));
		Document entry = new Document("notificationId", due.get(due.size() - 1).id());
		this.stores.inboxes().add(new Document("_id", id).append("notifications", new ArrayList<>(List.of(entry))));
	}

	static String email(String id) {
		return id + "@example.com";
	}

	static Operation operation(String id, Kind kind, String email, Outcome outcome, int status, String userId,
			String sessionId) {
		return new Operation(id, kind, email, 1000, 1100, outcome, new Answer(status, null, userId, sessionId, null));
	}

	LogRecord event(String id, long version) {
		Map<String, Object> state = Map.of("userId", id, "version", version, "email",
				Map.of("canonical", email(id), "since", 5L), "status", "ACTIVE", "roles", List.of());
		return record(History.USER_EVENTS, id, "UserRegistered", Map.of("eventId", "event-" + id + "-" + version,
				"userId", id, "userVersion", version, "origin", "SELF", "state", state), "event-" + version);
	}

	private LogRecord credential(String id) {
		return record(
				History.CREDENTIALS, id, "PasswordCredential", Map.of("userId", id, "credentialVersion", 1L,
						"passwordVersion", 1L, "sealedHash", Base64.getEncoder().encodeToString(hash(id))),
				"credential");
	}

	LogRecord sessionEvent(String id, String type, long sequence) {
		return record(History.SESSION_EVENTS, id, type, Map.of("userId", id, "sessionSequence", sequence),
				"session-" + sequence);
	}

	LogRecord record(String topic, String key, String type, Map<String, Object> fields, String id) {
		byte[] bytes = (topic + key + fields).getBytes(StandardCharsets.UTF_8);
		return new LogRecord(topic, 0, this.log.size(), key, bytes, Map.of(EventHeaders.ID, id + key), type,
				new TreeMap<>(fields), null);
	}

	private static byte[] hash(String id) {
		return id.getBytes(StandardCharsets.UTF_8);
	}

}
