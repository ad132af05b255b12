package dev.rollcall.schemas;

/**
 * Names of record headers. Values are UTF-8 text. Events have the headers of CloudEvents
 * 1.0 in binary mode.
 */
public final class EventHeaders {

	/** The version of CloudEvents. */
	public static final String SPECVERSION = "ce_specversion";

	/** The event's id; the same in every repeat of a record. */
	public static final String ID = "ce_id";

	/** The full name of the event's schema. */
	public static final String TYPE = "ce_type";

	/** The service that published the event. */
	public static final String SOURCE = "ce_source";

	/** The user id. */
	public static final String SUBJECT = "ce_subject";

	/** The user id: what the partition is computed from (CloudEvents partitioning). */
	public static final String PARTITION_KEY = "ce_partitionkey";

	/** When the event occurred, in ISO 8601. */
	public static final String TIME = "ce_time";

	/** The media type of the value. */
	public static final String CONTENT_TYPE = "content-type";

	/** The trace that the record belongs to (W3C Trace Context). */
	public static final String TRACEPARENT = "traceparent";

	/** Of tombstones: the same as {@link #ID}. */
	public static final String EVENT_ID = "eventId";

	/** Of tombstones: the version that is deleted. */
	public static final String USER_VERSION = "userVersion";

	/** Of copies that a replay made: the replay's name. Effects skip these records. */
	public static final String REPLAY = "rollcall-replay";

	/** Of copies that a replay made: the original, as {@code topic-partition@offset}. */
	public static final String REPLAY_SOURCE = "rollcall-replay-source";

	/** Of copies that a replay made: the timestamp of the original, in ISO 8601. */
	public static final String REPLAY_TIMESTAMP = "rollcall-replay-timestamp";

	/** First part of the headers with which a dead letter names its cause. */
	public static final String CAUSE_PREFIX = "rollcall-cause-";

	private EventHeaders() {
	}

}
