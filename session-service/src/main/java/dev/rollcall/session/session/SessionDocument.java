package dev.rollcall.session.session;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The document of a user's sessions: {@code sessions { _id: user id, revision,
 * userVersion, sequence, passwordVersion, blocked, roles, sessions: [...] }}, and the
 * outbox's fields.
 */
final class SessionDocument {

	static final String ID = "_id";

	static final String REVISION = "revision";

	static final String USER_VERSION = "userVersion";

	static final String SEQUENCE = "sequence";

	static final String PASSWORD_VERSION = "passwordVersion";

	static final String BLOCKED = "blocked";

	static final String ROLES = "roles";

	static final String SESSIONS = "sessions";

	static final String SESSION_ID = "sessionId";

	static final String LAST_USED_AT = "lastUsedAt";

	static final String COUNTER = "counter";

	static final String ROTATED_AT = "rotatedAt";

	static final String IDLE_UNTIL = "idleUntil";

	private static final String STARTED_AT = "startedAt";

	private static final String DEVICE = "device";

	private static final String DEVICE_ID = "deviceId";

	private static final String ADDRESS = "address";

	private static final String METHODS = "amr";

	private static final String SECRET = "secret";

	private static final String EXPIRES_AT = "expiresAt";

	private SessionDocument() {
	}

	static UserSessions userSessions(Document document) {
		return new UserSessions(UserId.of(document.getString(ID)), number(document, REVISION),
				number(document, USER_VERSION), number(document, SEQUENCE), number(document, PASSWORD_VERSION),
				document.getBoolean(BLOCKED, false), document.getList(ROLES, String.class),
				document.getList(SESSIONS, Document.class, List.of()).stream().map(SessionDocument::session).toList());
	}

	static Document document(Session session) {
		return new Document(SESSION_ID, session.id().toString()).append(STARTED_AT, Date.from(session.startedAt()))
			.append(LAST_USED_AT, Date.from(session.rotatedAt()))
			.append(DEVICE, session.device())
			.append(DEVICE_ID, session.deviceId())
			.append(ADDRESS, session.address())
			.append(PASSWORD_VERSION, session.passwordVersion())
			.append(USER_VERSION, session.userVersion())
			.append(METHODS, session.authenticationMethods())
			.append(COUNTER, session.counter())
			.append(SECRET, new Binary(session.secret()))
			.append(ROTATED_AT, Date.from(session.rotatedAt()))
			.append(IDLE_UNTIL, Date.from(session.idleUntil()))
			.append(EXPIRES_AT, Date.from(session.expiresAt()));
	}

	private static Session session(Document document) {
		return new Session(new SessionId(UUID.fromString(document.getString(SESSION_ID))),
				instant(document, STARTED_AT), document.getString(DEVICE), document.getString(DEVICE_ID),
				document.getString(ADDRESS), number(document, PASSWORD_VERSION), document.getLong(USER_VERSION),
				List.copyOf(document.getList(METHODS, String.class)), document.get(SECRET, Binary.class).getData(),
				number(document, COUNTER), instant(document, ROTATED_AT), instant(document, IDLE_UNTIL),
				instant(document, EXPIRES_AT));
	}

	private static long number(Document document, String field) {
		return document.get(field, Number.class).longValue();
	}

	private static Instant instant(Document document, String field) {
		return document.get(field, Date.class).toInstant();
	}

}
