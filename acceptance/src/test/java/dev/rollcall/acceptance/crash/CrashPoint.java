package dev.rollcall.acceptance.crash;

import java.util.List;
import java.util.stream.Stream;

/**
 * The places where tests can crash a process. A method's name may end with an asterisk,
 * to match the method of a lambda.
 */
public enum CrashPoint {

	/** A registration is hashed and encoded but not written. */
	REGISTRATION_BEFORE_WRITE(Place.REGISTRATION, "dev.rollcall.registration.account.MongoAccounts", "add", false),

	/** The account is written, but the client has no response. */
	REGISTRATION_BEFORE_ANSWER(Place.REGISTRATION, "dev.rollcall.registration.account.RegistrationController",
			"created", false),

	/** A change is decided but not written. */
	CHANGE_BEFORE_WRITE(Place.REGISTRATION, "dev.rollcall.registration.account.MongoAccounts", "change", false),

	/** A change is written, but the client has no response. */
	CHANGE_BEFORE_ANSWER(Place.REGISTRATION, "dev.rollcall.registration.account.AccountController", "changed", false),

	/**
	 * The account that has a former address is deleted, but the address is not restored.
	 * Only at an undo.
	 */
	DISPLACEMENT_BEFORE_RESTORATION(Place.REGISTRATION, "dev.rollcall.registration.verification.Displacement",
			"deleted", false),

	/** The previous owner is fenced, but the epoch is not raised. Only at a take-over. */
	RELAY_BEFORE_EPOCH(Place.REGISTRATION, Place.OUTBOX + "SlotEpochs", "raise", false),

	/** Documents are read, but no message is sent. */
	RELAY_BEFORE_SEND(Place.REGISTRATION, Place.OUTBOX + "SlotPublisher", "send", false),

	/** All messages are handed to the producer, which may have sent some. */
	RELAY_AFTER_SEND(Place.REGISTRATION, "org.apache.kafka.clients.producer.KafkaProducer", "commitTransaction", false),

	/** The broker has every record of the transaction, but not the commit. */
	RELAY_BEFORE_COMMIT(Place.REGISTRATION,
			"org.apache.kafka.clients.producer.internals.TransactionManager$EndTxnHandler", "requestBuilder", false),

	/** The transaction is committed, but the messages are not copied. */
	RELAY_BEFORE_COPY(Place.REGISTRATION, Place.OUTBOX + "PublishedMessages", "add", false),

	/** The published messages are copied but still pending. */
	RELAY_BEFORE_REMOVAL(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "remove", false),

	/** The published messages are removed from the outbox. */
	RELAY_AFTER_REMOVAL(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "remove", true),

	/** A repair has found lost messages but not appended them. Only in a repair. */
	REPAIR_BEFORE_APPEND(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "appendAgain", false),

	/** A repair has appended lost messages of one document. Only in a repair. */
	REPAIR_AFTER_APPEND(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "appendAgain", true),

	/** The transaction of session events is committed, but they are not copied. */
	SESSION_RELAY_BEFORE_COPY(Place.SESSION, Place.OUTBOX + "PublishedMessages", "add", false),

	/** The published session events are copied but still pending. */
	SESSION_RELAY_BEFORE_REMOVAL(Place.SESSION, Place.OUTBOX + "PendingDocuments", "remove", false),

	/** Logins are written, but the accounts that they refer to are not. */
	PROJECTION_AFTER_SIDE_WRITES(Place.SESSION, "dev.rollcall.projection.GenerationWrites", "sides", true),

	/** A generation has passed the comparison but is not active. Only in a rebuild. */
	CUT_OVER_BEFORE_WRITE(Place.SESSION, "dev.rollcall.projection.Generations", "cutOver", false),

	/** A generation is active, but nothing has reported it. Only in a rebuild. */
	CUT_OVER_AFTER_WRITE(Place.SESSION, "dev.rollcall.projection.Generations", "cutOver", true),

	/** A generation is discarded, but its data is not deleted. Only after a rebuild. */
	CLEAN_UP_BEFORE_DROP(Place.SESSION, "dev.rollcall.projection.ProjectionDatabase", "drop", false),

	/** The accounts are written, but the offset is not committed. */
	PROJECTION_BEFORE_COMMIT(Place.SESSION, "dev.rollcall.projection.ProjectionHandler", "apply", true),

	/** The reaction has written, but the offset is not committed. */
	REACTION_BEFORE_COMMIT(Place.SESSION, "dev.rollcall.projection.RecordHandler", "apply", true),

	/**
	 * A refresh token is rotated or a session started, but the client has no response.
	 */
	REFRESH_BEFORE_ANSWER(Place.SESSION, "dev.rollcall.session.session.Grants", "grant", false),

	/** Recipients are written, but the offset is not committed. */
	RECIPIENT_BEFORE_COMMIT(Place.NOTIFICATION, "dev.rollcall.projection.ProjectionHandler", "apply", true),

	/** Deliveries are due, but the offset is not committed. */
	DELIVERY_BEFORE_COMMIT(Place.NOTIFICATION, "dev.rollcall.projection.RecordHandler", "apply", true),

	/** A delivery is claimed but not started. */
	DELIVERY_AFTER_CLAIM(Place.NOTIFICATION, "dev.rollcall.notification.delivery.Sender", "send", false),

	/** The mail server is connected but has received nothing. */
	MAIL_AFTER_CONNECT(Place.NOTIFICATION, Place.SMTP, "sendMessage", false),

	/** The final dot is sent, but the server's response is not read. */
	MAIL_AFTER_DOT(Place.NOTIFICATION, Place.SMTP, "sendCommand", true, "."),

	/** The server has accepted the mail, but that is not recorded. */
	MAIL_AFTER_250(Place.NOTIFICATION, Place.SMTP, "sendMessage", true),

	/** The delivery is recorded as done but still due. */
	DELIVERY_BEFORE_REMOVAL(Place.NOTIFICATION, "dev.rollcall.notification.delivery.Deliveries", "lambda$remove$*",
			false);

	private final String service;

	private final String type;

	private final String method;

	private final boolean after;

	private final String argument;

	CrashPoint(String service, String type, String method, boolean after) {
		this(service, type, method, after, "");
	}

	CrashPoint(String service, String type, String method, boolean after, String argument) {
		this.service = service;
		this.type = type;
		this.method = method;
		this.after = after;
		this.argument = argument;
	}

	/**
	 * Returns the points of one process.
	 */
	static List<CrashPoint> of(String process) {
		return Stream.of(values()).filter((point) -> process.replaceFirst("#.*", "").equals(point.service)).toList();
	}

	/**
	 * Returns the name of the service that has this point.
	 */
	public String service() {
		return this.service;
	}

	/**
	 * Whether requests of users reach the point. The other points need a scenario of
	 * their own.
	 */
	public boolean isOrdinary() {
		return !List
			.of(DISPLACEMENT_BEFORE_RESTORATION, RELAY_BEFORE_EPOCH, REPAIR_BEFORE_APPEND, REPAIR_AFTER_APPEND,
					CUT_OVER_BEFORE_WRITE, CUT_OVER_AFTER_WRITE, CLEAN_UP_BEFORE_DROP)
			.contains(this);
	}

	String type() {
		return this.type;
	}

	String method() {
		return this.method;
	}

	/** True for a point at the return of the method, false for one at its entry. */
	boolean isAfter() {
		return this.after;
	}

	/** The required first argument; empty for any. */
	String argument() {
		return this.argument;
	}

	private static final class Place {

		static final String REGISTRATION = "registration-service";

		static final String SESSION = "session-service";

		static final String NOTIFICATION = "notification-service";

		static final String OUTBOX = "dev.rollcall.outbox.";

		static final String SMTP = "org.eclipse.angus.mail.smtp.SMTPTransport";

	}

}
