package dev.rollcall.schemas;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserState;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fields that all events in {@link Topic#USER_EVENTS} have in common. A consumer of
 * the current state needs only these and no list of event types.
 *
 * @param eventId the same in every redelivery of the event
 * @param userVersion the account's version after the event: 1, 2, 3 ... without a gap
 * @param correlationId the request that the event belongs to
 * @param state the user's public state after the event; null after a deletion
 * @param isDeletion whether the user is deleted
 */
public record UserEvent(UUID eventId, UserId userId, long userVersion, Instant occurredAt, String correlationId,
		@Nullable UserState state, boolean isDeletion) {

	/**
	 * Returns the common fields of a record.
	 * @param record a decoded value; null is a tombstone
	 * @return the fields; empty if the record is not a user event
	 */
	public static Optional<UserEvent> of(@Nullable SpecificRecord record) {
		if (record != null && field(record, "eventId") instanceof UUID eventId
				&& field(record, "userId") instanceof UUID userId
				&& field(record, "userVersion") instanceof Long userVersion
				&& field(record, "occurredAt") instanceof Instant occurredAt
				&& field(record, "correlationId") instanceof String correlationId) {
			UserState state = (field(record, "state") instanceof UserState found) ? found : null;
			return Optional.of(new UserEvent(eventId, new UserId(userId), userVersion, occurredAt, correlationId, state,
					record instanceof UserDeleted));
		}
		return Optional.empty();
	}

	private static @Nullable Object field(SpecificRecord record, String name) {
		Schema.Field field = record.getSchema().getField(name);
		return (field != null) ? record.get(field.pos()) : null;
	}

}
