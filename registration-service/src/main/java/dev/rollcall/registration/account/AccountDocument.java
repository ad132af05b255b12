package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.Links;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;

/**
 * The stored form of an account.
 */
final class AccountDocument {

	static final String STATUS = "status";

	static final String LINKS = "links";

	/** A stored link of a recovery or of a change of the address. */
	static final Criteria REQUEST = Criteria.where("purpose")
		.in(LinkPurpose.EMAIL_CHANGE.name(), LinkPurpose.RECOVERY.name());

	private static final Set<String> KEPT = Set.of("_id", "revision");

	private AccountDocument() {
	}

	static Document of(Account account, @Nullable Idempotency idempotency) {
		Document document = new Document("_id", account.id().toString()).append("revision", account.revision())
			.append("version", account.version())
			.append("email", email(account.email()))
			.append("profile", profile(account.profile()))
			.append(STATUS, account.status().name())
			.append("roles", account.roles())
			.append("credential", credential(account.credential()))
			.append("registeredAt", Date.from(account.registeredAt()));
		if (!account.links().all().isEmpty()) {
			document.append(LINKS, account.links().all().stream().map(AccountDocument::link).toList());
		}
		if (idempotency != null) {
			document.append("idempotency", new Document("key", idempotency.key()).append("body", idempotency.body())
				.append("until", Date.from(idempotency.until())));
		}
		return document;
	}

	/**
	 * Creates the update from one state to another, field by field.
	 */
	static Update update(Account held, Account changed) {
		Update update = new Update();
		Document before = of(held, null);
		Document after = (changed.status() == AccountStatus.DELETED) ? remains(changed) : of(changed, null);
		after.forEach((field, value) -> {
			if (!KEPT.contains(field) && !value.equals(before.get(field))) {
				update.set(field, value);
			}
		});
		before.keySet().stream().filter((field) -> !after.containsKey(field)).forEach(update::unset);
		return isOtherThanRequested(held, changed) ? update.unset("idempotency") : update;
	}

	/**
	 * Whether a repeat of the registration must not get the account: it is deleted, or
	 * has another password, perhaps of another person.
	 */
	private static boolean isOtherThanRequested(Account held, Account changed) {
		return changed.status() == AccountStatus.DELETED
				|| changed.credential().passwordVersion() != held.credential().passwordVersion();
	}

	/** The stored form of a deleted account. */
	private static Document remains(Account account) {
		return new Document("_id", account.id().toString()).append("revision", account.revision())
			.append("version", account.version())
			.append(STATUS, account.status().name());
	}

	static boolean isDeleted(Document document) {
		return AccountStatus.DELETED.name().equals(document.getString(STATUS));
	}

	static Account account(Document document) {
		return new Account(new UserId(UUID.fromString(document.getString("_id"))), number(document, "revision"),
				number(document, "version"), email(part(document, "email")), profile(part(document, "profile")),
				AccountStatus.valueOf(document.getString(STATUS)), document.getList("roles", String.class),
				credential(part(document, "credential")), links(document),
				document.getDate("registeredAt").toInstant());
	}

	static Idempotency idempotency(Document document) {
		Document idempotency = part(document, "idempotency");
		return new Idempotency(idempotency.getString("key"), idempotency.getString("body"),
				idempotency.getDate("until").toInstant());
	}

	private static Document email(Account.Email email) {
		Instant verifiedAt = email.verifiedAt();
		return new Document("address", email.value().written()).append("canonical", email.value().canonical())
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

	private static Document link(Link link) {
		return new Document("purpose", link.purpose().name()).append("hash", link.hash())
			.append("createdAt", Date.from(link.createdAt()))
			.append("until", Date.from(link.until()))
			.append("address", link.address())
			.append("passwordVersion", link.passwordVersion());
	}

	private static Links links(Document document) {
		return new Links(
				document.getList(LINKS, Document.class, List.of()).stream().map(AccountDocument::link).toList());
	}

	/** Links of earlier releases have neither a time nor a password version. */
	private static Link link(Document link) {
		return new Link(LinkPurpose.valueOf(link.getString("purpose")), link.getString("hash"),
				link.get("createdAt", new Date(0)).toInstant(), link.getDate("until").toInstant(),
				link.getString("address"), link.get("passwordVersion", 0L));
	}

	private static Document part(Document document, String name) {
		return document.get(name, Document.class);
	}

	private static long number(Document document, String name) {
		return document.get(name, Number.class).longValue();
	}

}
