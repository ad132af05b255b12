package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserRegistered;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a downstream team would write: names of users, with an index by name, and whether
 * they have a credential. Counts its folds, so that a record applied twice shows.
 */
record UsersProjection(List<ProjectionPart> parts) implements Projection {

	static final String NAME = "users";

	static UsersProjection of(String events) {
		return new UsersProjection(List.of(new Profile(events)));
	}

	static UsersProjection of(String events, String credentials) {
		return new UsersProjection(List.of(new Profile(events), new Credential(credentials)));
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int version() {
		return 1;
	}

	private static int folds(@Nullable Document part) {
		return (part != null) ? part.getInteger("folds") : 0;
	}

	record Profile(String topic) implements ProjectionPart {

		@Override
		public String name() {
			return "profile";
		}

		@Override
		public long version(EventRecord record) {
			return event(record).getUserVersion();
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			if (event(record).getState() == null) {
				return new Fold.Deleted();
			}
			String name = Objects.requireNonNull(event(record).getState().getDisplayName());
			if (name.equals("invalid")) {
				throw new InvalidEventException("A name that no user may have");
			}
			return new Fold.Changed(new Document("name", name).append("folds", folds(part) + 1));
		}

		@Override
		public List<SideWrite> sideWrites(String key, @Nullable Document before, @Nullable Document after) {
			List<SideWrite> writes = new ArrayList<>();
			if (after != null) {
				writes.add(new SideWrite("names", after.getString("name"),
						change("$addToSet", entry(key, after.get("version")))));
			}
			if (before != null && !before.equals(after)) {
				Document removed = (after == null) ? new Document("id", key)
						: entry(key, new Document("$lt", after.get("version")));
				writes.add(new SideWrite("names", before.getString("name"), change("$pull", removed),
						new Document("users", new Document("$size", 0))));
			}
			return writes;
		}

		@Override
		public List<SideEntry> sideEntries(String collection, Document entry) {
			String name = entry.getString("_id");
			return entry.getList("users", Document.class)
				.stream()
				.map((user) -> new SideEntry(user.getString("id"),
						new SideWrite("names", name, change("$addToSet", user)),
						new SideWrite("names", name, change("$pull", user),
								new Document("users", new Document("$size", 0)))))
				.toList();
		}

		private static Document change(String operator, Document entry) {
			return new Document(operator, new Document("users", entry));
		}

		private static Document entry(String key, Object version) {
			return new Document("id", key).append("version", version);
		}

		private static UserRegistered event(EventRecord record) {
			return (UserRegistered) Objects.requireNonNull(record.value());
		}

	}

	record Credential(String topic) implements ProjectionPart {

		@Override
		public String name() {
			return "credential";
		}

		@Override
		public long version(EventRecord record) {
			return (record.value() instanceof PasswordCredential credential) ? credential.getCredentialVersion()
					: Long.parseLong(Objects.requireNonNull(record.headers().get("userVersion")));
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			return (record.value() == null) ? new Fold.Unchanged()
					: new Fold.Changed(new Document("folds", folds(part) + 1));
		}

	}

}
