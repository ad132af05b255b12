package dev.rollcall.notification.recipient;

import java.util.List;

import dev.rollcall.event.UserState;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Projection;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Address and name of each user: {@code { _id: user id, contact: {version, address,
 * displayName} }}, from the state in every user event. Needed for events that contain
 * only the user's id, such as session events.
 */
@Component
final class RecipientProjection implements Projection {

	static final String NAME = Consumer.RECIPIENTS.name();

	static final String CONTACT = "contact";

	static final String ADDRESS = "address";

	static final String DISPLAY_NAME = "displayName";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int version() {
		return 2;
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
			return record.userEvent().userVersion();
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			if (record.userEvent().isDeletion()) {
				return new Fold.Deleted();
			}
			UserState state = record.userState();
			// An address that is not verified may belong to another person.
			String name = (state.getEmail().getVerifiedAt() != null) ? state.getDisplayName() : null;
			return new Fold.Changed(new Document(ADDRESS, state.getEmail().getAddress()).append(DISPLAY_NAME, name));
		}

	}

}
