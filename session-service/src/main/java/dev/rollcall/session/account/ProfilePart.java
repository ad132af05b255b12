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
 * maintains the addresses in {@code logins { _id: canonical e-mail, users: [{ id, since
 * }] }}. A late write removes no entry that is newer than its change.
 */
final class ProfilePart implements ProjectionPart {

	static final String LOGINS = "logins";

	static final String USERS = "users";

	static final String USER_ID = "id";

	/** An entry without users is removed: its id is personal data of the last user. */
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
		Document former = (before != null) ? before.get(AccountDocument.EMAIL, Document.class) : null;
		Document current = (after != null) ? after.get(AccountDocument.EMAIL, Document.class) : null;
		List<SideWrite> writes = new ArrayList<>();
		if (current != null) {
			writes.add(addition(current.getString(AccountDocument.CANONICAL),
					entry(key, current.getDate(AccountDocument.SINCE))));
		}
		if (former != null && (current == null || !isSame(former, current))) {
			Document removed = (current != null)
					? entry(key, new Document("$lt", current.getDate(AccountDocument.SINCE)))
					: new Document(USER_ID, key);
			writes.add(removal(former.getString(AccountDocument.CANONICAL), removed));
		}
		return writes;
	}

	@Override
	public List<SideEntry> sideEntries(String collection, Document login) {
		String email = login.getString("_id");
		return login.getList(USERS, Document.class, List.of())
			.stream()
			.map((user) -> new SideEntry(user.getString(USER_ID), addition(email, user), removal(email, user)))
			.toList();
	}

	private static SideWrite addition(String email, Document user) {
		return new SideWrite(LOGINS, email, change("$addToSet", user));
	}

	private static SideWrite removal(String email, Document user) {
		return new SideWrite(LOGINS, email, change("$pull", user), NOBODY);
	}

	private static Document entry(String userId, Object since) {
		return new Document(USER_ID, userId).append(AccountDocument.SINCE, since);
	}

	private static boolean isSame(Document one, Document other) {
		return one.getString(AccountDocument.CANONICAL).equals(other.getString(AccountDocument.CANONICAL))
				&& one.getDate(AccountDocument.SINCE).equals(other.getDate(AccountDocument.SINCE));
	}

	private static Document change(String operator, Document entry) {
		return new Document(operator, new Document(USERS, entry));
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
