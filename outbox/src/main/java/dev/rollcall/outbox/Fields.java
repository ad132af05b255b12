package dev.rollcall.outbox;

/**
 * The fields that the outbox has in the document of an aggregate.
 */
final class Fields {

	static final String ID = "_id";

	/** The pending messages, in order. */
	static final String OUTBOX = "outbox";

	/** The slot of the document; only while something is pending. */
	static final String SLOT = "outboxSlot";

	/** Since when something is pending; only while it is. */
	static final String SINCE = "outboxSince";

	/** Why nothing of this document is sent any more, and since when. */
	static final String PARKED = "outboxParked";

	/** When a published message was noted. */
	static final String AT = "at";

	private Fields() {
	}

}
