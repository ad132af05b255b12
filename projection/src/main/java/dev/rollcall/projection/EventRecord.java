package dev.rollcall.projection;

import java.util.Map;

import dev.rollcall.event.UserState;
import dev.rollcall.schemas.UserEvent;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A consumed record, decoded.
 *
 * @param key a user id; also where the record's own key has a version too
 * @param value null for a tombstone of a topic of states
 * @param headers values in UTF-8; of a repeated name the last
 */
public record EventRecord(String topic, int partition, long offset, String key, @Nullable SpecificRecord value,
		Map<String, String> headers) {

	/**
	 * Returns the value as a user event.
	 * @throws InvalidEventException if it is not a user event
	 */
	public UserEvent userEvent() {
		return UserEvent.of(this.value).orElseThrow(() -> new InvalidEventException("The record is not a user event"));
	}

	/**
	 * Returns the state that the user event carries.
	 * @throws InvalidEventException if the record is not a user event, or its state is
	 * missing or belongs to another user
	 */
	public UserState userState() {
		UserState state = userEvent().state();
		if (state == null || !state.getUserId().toString().equals(this.key)) {
			throw new InvalidEventException("The state of the user event is missing or belongs to another user");
		}
		return state;
	}

}
