package dev.rollcall.schemas;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The key of a record: a user id, or in {@link Topic#USER_EVENTS} a user id and a
 * version. There every key is unique, so compaction keeps each record until its user is
 * deleted. The partition always follows from the user id alone.
 *
 * @param subject the user id; a key of another form as it is
 * @param userVersion the version of the user event; null if the key has none
 */
public record RecordKey(String subject, @Nullable Long userVersion) {

	/**
	 * The key (the nil UUID) of markers: records without a value, which close the
	 * segments of compacted topics. Readers skip them.
	 */
	public static final String MARKER = "00000000-0000-0000-0000-000000000000";

	private static final Pattern VERSIONED = Pattern.compile("([0-9a-f-]{36}):([1-9][0-9]{0,17})");

	/** Parses a key of any topic. */
	public static RecordKey parse(String text) {
		Matcher versioned = VERSIONED.matcher(text);
		return versioned.matches() ? new RecordKey(versioned.group(1), Long.valueOf(versioned.group(2)))
				: new RecordKey(text, null);
	}

	/** Returns the key of a user event. */
	public static RecordKey ofEvent(String userId, long userVersion) {
		return new RecordKey(userId, userVersion);
	}

	/** Returns the key as it is in the record. */
	@Override
	public String toString() {
		return (this.userVersion != null) ? this.subject + ":" + this.userVersion : this.subject;
	}

}
