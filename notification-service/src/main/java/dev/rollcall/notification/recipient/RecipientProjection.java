package dev.rollcall.notification.recipient;

import java.util.List;

import dev.rollcall.event.UserState;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.Projection;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Address and name of each user: {@code { _id: user id, contact: {version, address,
 * displayName} }}, from the state that every user event carries. For what tells only of
 * whom it is about, such as a session.
 */
@Component
final class RecipientProjection implements Projection {

	static final String NAME = Consumer.RECIPIENTS.name();

	static final String CONTACT = "contact";

	static final String ADDRESS = "address";

	static final String DISPLAY_NAME = "displayName";

	private static final String DELETION = "UserDeleted";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public List<ProjectionPart> parts() {
		return List.of(new Contact());
	}

	/**
	 * How to reach a user.
	 */
	private static final class Contact implements ProjectionPart {

		@Override
		public String name() {
			return CONTACT;
		}

		@Override
		public String topic() {
			return Topic.USER_EVENTS.name();
		}

		@Override
		public long version(EventRecord record) {
			if (field(record, "userVersion") instanceof Long version) {
				return version;
			}
			throw new InvalidEventException("A user event without userVersion");
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			if (field(record, "state") instanceof UserState state
					&& state.getUserId().toString().equals(record.key())) {
				return new Fold.Changed(new Document(ADDRESS, state.getEmail().getAddress()).append(DISPLAY_NAME,
						state.getDisplayName()));
			}
			SpecificRecord value = record.value();
			if (value != null && DELETION.equals(value.getSchema().getName())) {
				return new Fold.Deleted();
			}
			throw new InvalidEventException(
					"A user event whose state is missing or not of the user that its key names");
		}

		private static @Nullable Object field(EventRecord record, String name) {
			SpecificRecord value = record.value();
			Schema.Field field = (value != null) ? value.getSchema().getField(name) : null;
			return (value != null && field != null) ? value.get(field.pos()) : null;
		}

	}

}
