package dev.rollcall.session.account;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.projection.ProjectionStore;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.credential.SealedCredential;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The document of a projected account: {@code { _id, profile{version, email{canonical,
 * since, verified}, status, roles}, credential{version, passwordVersion, sealedHash} }}.
 */
final class AccountDocument {

	static final String PROFILE = "profile";

	static final String CREDENTIAL = "credential";

	static final String EMAIL = "email";

	static final String CANONICAL = "canonical";

	static final String SINCE = "since";

	static final String VERIFIED = "verified";

	static final String STATUS = "status";

	static final String ROLES = "roles";

	static final String PASSWORD_VERSION = "passwordVersion";

	static final String SEALED_HASH = "sealedHash";

	private static final String VERSION = "version";

	private AccountDocument() {
	}

	static Optional<Account> account(Document document) {
		Document profile = document.get(PROFILE, Document.class);
		if (isDeleted(document) || profile == null) {
			return Optional.empty();
		}
		UserId userId = UserId.of(document.getString("_id"));
		Document email = profile.get(EMAIL, Document.class);
		List<String> roles = profile.getList(ROLES, String.class);
		return Optional.of(new Account(userId, version(document, PROFILE), email.getString(CANONICAL),
				email.get(SINCE, Date.class).toInstant(), email.getBoolean(VERIFIED, false),
				"ACTIVE".equals(profile.getString(STATUS)), roles,
				credential(userId.value(), document.get(CREDENTIAL, Document.class))));
	}

	static boolean hasApplied(Document document, long profileVersion, long credentialVersion) {
		return isDeleted(document)
				|| (version(document, PROFILE) >= profileVersion && version(document, CREDENTIAL) >= credentialVersion);
	}

	private static boolean isDeleted(Document document) {
		return document.containsKey(ProjectionStore.DELETED_AT_VERSION);
	}

	private static long version(Document document, String part) {
		Number version = document.getEmbedded(List.of(part, VERSION), Number.class);
		return (version != null) ? version.longValue() : 0;
	}

	private static @Nullable SealedCredential credential(UUID userId, @Nullable Document part) {
		if (part == null) {
			return null;
		}
		return new SealedCredential(userId, part.get(VERSION, Number.class).longValue(),
				part.get(PASSWORD_VERSION, Number.class).longValue(), part.get(SEALED_HASH, Binary.class).getData());
	}

}
