package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.Date;
import java.util.UUID;

import dev.rollcall.registration.credential.Credential;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * An account as the store has it.
 */
final class AccountDocument {

	private AccountDocument() {
	}

	static Document of(Account account, @Nullable Idempotency idempotency) {
		Document document = new Document("_id", account.id().toString()).append("revision", account.revision())
			.append("version", account.version())
			.append("email", email(account.email()))
			.append("profile", profile(account.profile()))
			.append("status", account.status().name())
			.append("roles", account.roles())
			.append("credential", credential(account.credential()))
			.append("registeredAt", Date.from(account.registeredAt()));
		if (idempotency != null) {
			document.append("idempotency", new Document("key", idempotency.key()).append("body", idempotency.body())
				.append("until", Date.from(idempotency.until())));
		}
		return document;
	}

	static Account account(Document document) {
		return new Account(new UserId(UUID.fromString(document.getString("_id"))), number(document, "revision"),
				number(document, "version"), email(part(document, "email")), profile(part(document, "profile")),
				AccountStatus.valueOf(document.getString("status")), document.getList("roles", String.class),
				credential(part(document, "credential")), document.getDate("registeredAt").toInstant());
	}

	static Idempotency idempotency(Document document) {
		Document idempotency = part(document, "idempotency");
		return new Idempotency(idempotency.getString("key"), idempotency.getString("body"),
				idempotency.getDate("until").toInstant());
	}

	private static Document email(Account.Email email) {
		Instant verifiedAt = email.verifiedAt();
		return new Document("address", email.value().address()).append("canonical", email.value().canonical())
			.append("since", Date.from(email.since()))
			.append("verifiedAt", (verifiedAt != null) ? Date.from(verifiedAt) : null);
	}

	private static Account.Email email(Document email) {
		Date verifiedAt = email.getDate("verifiedAt");
		return new Account.Email(new EmailAddress(email.getString("address"), email.getString("canonical")),
				email.getDate("since").toInstant(), (verifiedAt != null) ? verifiedAt.toInstant() : null);
	}

	private static Document profile(Profile profile) {
		return new Document("displayName", profile.displayName()).append("locale", profile.locale());
	}

	private static Profile profile(Document profile) {
		return new Profile(profile.getString("displayName"), profile.getString("locale"));
	}

	private static Document credential(Credential credential) {
		return new Document("version", credential.version()).append("passwordVersion", credential.passwordVersion())
			.append("hash", credential.hash());
	}

	private static Credential credential(Document credential) {
		return new Credential(number(credential, "version"), number(credential, "passwordVersion"),
				credential.getString("hash"));
	}

	private static Document part(Document document, String name) {
		return document.get(name, Document.class);
	}

	private static long number(Document document, String name) {
		return document.get(name, Number.class).longValue();
	}

}
