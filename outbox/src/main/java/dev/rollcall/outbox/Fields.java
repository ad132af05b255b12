package dev.rollcall.outbox;

/**
 * The outbox's fields in the document of an aggregate.
 */
final class Fields {

	static final String ID = "_id";

	/** The pending messages, in order. */
	static final String OUTBOX = "outbox";

	/** The slot of the document; only while messages are pending. */
	static final String SLOT = "outboxSlot";

	/** Since when messages are pending; only while they are. */
	static final String SINCE = "outboxSince";

	/** The number of appends so far: a repair detects one since it read the document. */
	static final String COUNT = "outboxCount";

	/** Why this document is not published, and since when. */
	static final String PARKED = "outboxParked";

	/** When a published message was copied. */
	static final String AT = "at";

	private Fields() {
	}

}
