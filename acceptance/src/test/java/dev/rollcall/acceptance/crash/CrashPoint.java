package dev.rollcall.acceptance.crash;

import java.util.List;
import java.util.stream.Stream;

/**
 * The places where a process can be made to crash. A method's name may end with an
 * asterisk: what a lambda does happens when it is called, not when its method returns.
 */
public enum CrashPoint {

	/** A registration is hashed and encoded; nothing is written. */
	REGISTRATION_BEFORE_WRITE(Place.REGISTRATION, "dev.rollcall.registration.account.MongoAccounts", "add", false),

	/** The account is written; the client has no answer. */
	REGISTRATION_BEFORE_ANSWER(Place.REGISTRATION, "dev.rollcall.registration.account.RegistrationController",
			"created", false),

	/** A change is decided; nothing is written. */
	CHANGE_BEFORE_WRITE(Place.REGISTRATION, "dev.rollcall.registration.account.MongoAccounts", "change", false),

	/** A change is written; the client has no answer. */
	CHANGE_BEFORE_ANSWER(Place.REGISTRATION, "dev.rollcall.registration.account.AccountController", "changed", false),

	/** The former owner is fenced; the epoch is not raised. Only at a take-over. */
	RELAY_BEFORE_EPOCH(Place.REGISTRATION, Place.OUTBOX + "SlotEpochs", "raise", false),

	/** Documents are read; nothing is sent. */
	RELAY_BEFORE_SEND(Place.REGISTRATION, Place.OUTBOX + "SlotPublisher", "send", false),

	/** Everything is handed to the producer; it may be on its way. */
	RELAY_AFTER_SEND(Place.REGISTRATION, "org.apache.kafka.clients.producer.KafkaProducer", "commitTransaction", false),

	/** The broker has every record of the transaction; the commit is about to leave. */
	RELAY_BEFORE_COMMIT(Place.REGISTRATION,
			"org.apache.kafka.clients.producer.internals.TransactionManager$EndTxnHandler", "requestBuilder", false),

	/** Kafka has committed; nothing is copied. */
	RELAY_BEFORE_COPY(Place.REGISTRATION, Place.OUTBOX + "PublishedMessages", "add", false),

	/** What was published is copied, and still pending. */
	RELAY_BEFORE_REMOVAL(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "remove", false),

	/** What was published is no longer pending. */
	RELAY_AFTER_REMOVAL(Place.REGISTRATION, Place.OUTBOX + "PendingDocuments", "remove", true),

	/** Kafka has committed what tells of sessions; nothing is copied. */
	SESSION_RELAY_BEFORE_COPY(Place.SESSION, Place.OUTBOX + "PublishedMessages", "add", false),

	/** What tells of sessions is copied, and still pending. */
	SESSION_RELAY_BEFORE_REMOVAL(Place.SESSION, Place.OUTBOX + "PendingDocuments", "remove", false),

	/** Logins are written; the accounts that they lead to are not. */
	PROJECTION_AFTER_SIDE_WRITES(Place.SESSION, "dev.rollcall.projection.GenerationWrites", "sides", true),

	/** A generation is compared and good; it does not serve yet. Only in a rebuild. */
	CUT_OVER_BEFORE_WRITE(Place.SESSION, "dev.rollcall.projection.Generations", "cutOver", false),

	/** A generation serves from now on; nobody has said so. Only in a rebuild. */
	CUT_OVER_AFTER_WRITE(Place.SESSION, "dev.rollcall.projection.Generations", "cutOver", true),

	/**
	 * A generation is given up; what it has left is about to go. Only after a rebuild.
	 */
	CLEAN_UP_BEFORE_DROP(Place.SESSION, "dev.rollcall.projection.ProjectionDatabase", "drop", false),

	/** The accounts are written; the offset is not committed. */
	PROJECTION_BEFORE_COMMIT(Place.SESSION, "dev.rollcall.projection.ProjectionHandler", "apply", true),

	/** The reaction has written; the offset is not committed. */
	REACTION_BEFORE_COMMIT(Place.SESSION, "dev.rollcall.projection.RecordHandler", "apply", true),

	/** A refresh token is rotated, or a session started; the client has no answer. */
	REFRESH_BEFORE_ANSWER(Place.SESSION, "dev.rollcall.session.session.Grants", "grant", false),

	/** Recipients are written; the offset is not committed. */
	RECIPIENT_BEFORE_COMMIT(Place.NOTIFICATION, "dev.rollcall.projection.ProjectionHandler", "apply", true),

	/** Deliveries are due; the offset is not committed. */
	DELIVERY_BEFORE_COMMIT(Place.NOTIFICATION, "dev.rollcall.projection.RecordHandler", "apply", true),

	/** A delivery is claimed; nothing is done for it. */
	DELIVERY_AFTER_CLAIM(Place.NOTIFICATION, "dev.rollcall.notification.delivery.Sender", "send", false),

	/** The mail server is connected; it has got nothing. */
	MAIL_AFTER_CONNECT(Place.NOTIFICATION, Place.SMTP, "sendMessage", false),

	/** The final dot is sent; the server's answer is not read. */
	MAIL_AFTER_DOT(Place.NOTIFICATION, Place.SMTP, "sendCommand", true, "."),

	/** The server has taken the mail; nothing is noted. */
	MAIL_AFTER_250(Place.NOTIFICATION, Place.SMTP, "sendMessage", true),

	/** The delivery is done, and still due. */
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
	 * Returns whose point it is.
	 * @return the service's name
	 */
	public String service() {
		return this.service;
	}

	/**
	 * Says whether people's requests lead there.
	 * @return whether they do; others need what a scenario of their own does
	 */
	public boolean isOrdinary() {
		return !List.of(RELAY_BEFORE_EPOCH, CUT_OVER_BEFORE_WRITE, CUT_OVER_AFTER_WRITE, CLEAN_UP_BEFORE_DROP)
			.contains(this);
	}

	String type() {
		return this.type;
	}

	String method() {
		return this.method;
	}

	/** Whether it is where the method returns, else where it is entered. */
	boolean isAfter() {
		return this.after;
	}

	/** What the first argument's text has to be; empty for any. */
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
