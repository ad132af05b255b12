package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.UserState;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.Projection;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Folds accounts from the log for comparison with the store: {@code { event: {state,
 * version}, state: {state, version}, credential: {passwordVersion, sealedHash, version},
 * deletedAtVersion? }}, the newest of each topic. Not a bean.
 */
final class AccountsInLog implements Projection {

	static final String EVENT = "event";

	static final String STATE = "state";

	static final String CREDENTIAL = "credential";

	static final String VERSION = "version";

	static final String PASSWORD_VERSION = "passwordVersion";

	static final String SEALED_HASH = "sealedHash";

	@Override
	public String name() {
		return "accounts";
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public List<ProjectionPart> parts() {
		return List.of(new Events(), new States(), new Credentials());
	}

	/**
	 * The public state as a document, for comparison.
	 */
	static Document document(Account account) {
		return document(AccountEventEncoder.state(account));
	}

	private static Document document(UserState state) {
		return new Document("email",
				new Document("address", state.getEmail().getAddress())
					.append("canonical", state.getEmail().getCanonical())
					.append("since", Date.from(state.getEmail().getSince()))
					.append("verifiedAt",
							(state.getEmail().getVerifiedAt() != null) ? Date.from(state.getEmail().getVerifiedAt())
									: null))
			.append("profile", new Document("displayName", state.getDisplayName()).append("locale", state.getLocale()))
			.append("status", state.getStatus().name())
			.append("roles", List.copyOf(state.getRoles()))
			.append("registeredAt", Date.from(state.getRegisteredAt()));
	}

	private static final class Events implements ProjectionPart {

		@Override
		public String topic() {
			return Topic.USER_EVENTS.name();
		}

		@Override
		public String name() {
			return EVENT;
		}

		@Override
		public long version(EventRecord record) {
			return record.userEvent().userVersion();
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			return record.userEvent().isDeletion() ? new Fold.Deleted()
					: new Fold.Changed(new Document("state", document(record.userState())));
		}

	}

	private static final class States implements ProjectionPart {

		@Override
		public String topic() {
			return Topic.USERS.name();
		}

		@Override
		public String name() {
			return STATE;
		}

		@Override
		public long version(EventRecord record) {
			return (record.value() instanceof UserState state) ? state.getVersion() : Long.MAX_VALUE;
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			return (record.value() instanceof UserState state)
					? new Fold.Changed(new Document("state", document(state))) : new Fold.Unchanged();
		}

	}

	private static final class Credentials implements ProjectionPart {

		@Override
		public String topic() {
			return Topic.USER_CREDENTIALS.name();
		}

		@Override
		public String name() {
			return CREDENTIAL;
		}

		@Override
		public long version(EventRecord record) {
			return (record.value() instanceof PasswordCredential credential) ? credential.getCredentialVersion()
					: Long.MAX_VALUE;
		}

		@Override
		public Fold fold(@Nullable Document part, EventRecord record) {
			if (record.value() instanceof PasswordCredential credential) {
				return new Fold.Changed(new Document(PASSWORD_VERSION, credential.getPasswordVersion())
					.append(SEALED_HASH, new Binary(bytes(credential.getSealedHash()))));
			}
			return new Fold.Unchanged();
		}

		private static byte[] bytes(ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}

	}

}
