package dev.rollcall.session.account;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import dev.rollcall.event.UserEmail;
import dev.rollcall.event.UserState;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The profile of an account, from the state in every user event except UserDeleted. Also
 * maintains the addresses in {@code logins { _id: canonical e-mail, users: [user id] }}.
 */
final class ProfilePart implements ProjectionPart {

	static final String LOGINS = "logins";

	static final String USERS = "users";

	/** An address that nobody has is removed: it is personal data of its last owner. */
	private static final Document NOBODY = new Document(USERS, new Document("$size", 0));

	@Override
	public String topic() {
		return Topic.USER_EVENTS.name();
	}

	@Override
	public String name() {
		return AccountDocument.PROFILE;
	}

	@Override
	public long version(EventRecord record) {
		return record.userEvent().userVersion();
	}

	@Override
	public Fold fold(@Nullable Document part, EventRecord record) {
		return record.userEvent().isDeletion() ? new Fold.Deleted() : new Fold.Changed(profile(record.userState()));
	}

	@Override
	public List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
		String former = AccountDocument.canonicalEmail(before);
		String current = AccountDocument.canonicalEmail(after);
		List<SideWrite> writes = new ArrayList<>();
		if (current != null) {
			writes.add(new SideWrite(LOGINS, current, change("$addToSet", key)));
		}
		if (former != null && !former.equals(current)) {
			writes.add(new SideWrite(LOGINS, former, change("$pull", key), NOBODY));
		}
		return writes;
	}

	private static Document change(String operator, String userId) {
		return new Document(operator, new Document(USERS, userId));
	}

	private static Document profile(UserState user) {
		UserEmail email = user.getEmail();
		return new Document(AccountDocument.EMAIL,
				new Document(AccountDocument.CANONICAL, email.getCanonical())
					.append(AccountDocument.SINCE, Date.from(email.getSince()))
					.append(AccountDocument.VERIFIED, email.getVerifiedAt() != null))
			.append(AccountDocument.STATUS, user.getStatus().name())
			.append(AccountDocument.ROLES, List.copyOf(user.getRoles()));
	}

}
