package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import dev.rollcall.outbox.Outbox;
import dev.rollcall.projection.ProjectionStore;
import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.credential.CredentialSealer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.schemas.UserId;
import dev.rollcall.verification.Difference;
import dev.rollcall.verification.Fingerprint;
import dev.rollcall.verification.Log;
import dev.rollcall.verification.Pages;
import dev.rollcall.verification.Stored;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The stored accounts, for the comparison with the log. A repair publishes accounts that
 * the log lacks or has with other content, in a new version. It takes over accounts that
 * the log has in a newer version, because the store was restored from a backup.
 */
@Component
class StoredAccounts implements Stored {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration SCAN_TIMEOUT = Duration.ofMinutes(2);

	private static final int PAGE = 500;

	private static final String CORRELATION_ID = "verify";

	private static final Set<String> PUBLISHED = Set.of(Topic.USER_EVENTS.name(), Topic.USERS.name(),
			Topic.USER_CREDENTIALS.name());

	private final MongoAccounts accounts;

	private final AccountEventEncoder encoder;

	private final CredentialSealer sealer;

	private final Clock clock;

	/** The topics whose pending messages a repair discards if the log has them. */
	private final Set<String> dropped;

	@Autowired
	StoredAccounts(MongoAccounts accounts, AccountEventEncoder encoder, CredentialSealer sealer, Clock clock) {
		this(accounts, encoder, sealer, clock, Set.of());
	}

	private StoredAccounts(MongoAccounts accounts, AccountEventEncoder encoder, CredentialSealer sealer, Clock clock,
			Set<String> dropped) {
		this.accounts = accounts;
		this.encoder = encoder;
		this.sealer = sealer;
		this.clock = clock;
		this.dropped = dropped;
	}

	/**
	 * Returns the accounts of a store that was restored from a backup: what is pending
	 * there to the compared topics was published after the backup, and the log went on.
	 * Other messages, such as mails, stay: a repeat of them is harmless, a loss is not.
	 */
	StoredAccounts restored() {
		return new StoredAccounts(this.accounts, this.encoder, this.sealer, this.clock, PUBLISHED);
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		Map<String, Document> found = new HashMap<>();
		List<String> all = new ArrayList<>(keys);
		for (int from = 0; from < all.size(); from += 500) {
			this.accounts.documents(all.subList(from, Math.min(from + 500, all.size())))
				.timeout(TIMEOUT)
				.toIterable()
				.forEach((document) -> found.put(document.getString("_id"), document));
		}
		return found;
	}

	@Override
	public void pages(Consumer<List<Document>> page) {
		Pages.forEach(this.accounts.documents(), PAGE, SCAN_TIMEOUT, page);
	}

	/** None of an account that needs a closer look because of what is pending. */
	@Override
	public Map<String, Long> fingerprints(Document stored) {
		if (AccountDocument.isDeleted(stored)) {
			return isForgotten(stored) ? Map.of(Log.DELETED, 0L) : Map.of();
		}
		if (Outbox.pending(stored, this.dropped)) {
			return Map.of();
		}
		Account account = AccountDocument.account(stored);
		long state = fingerprint(account.version(), AccountsInLog.document(account));
		Credential credential = account.credential();
		return Map.of(AccountsInLog.EVENT, state, AccountsInLog.STATE, state, AccountsInLog.CREDENTIAL,
				fingerprint(credential.version(), credential.passwordVersion(), credential.hash()));
	}

	@Override
	public long fingerprint(String key, String part, Document logged) {
		if (part.equals(Log.DELETED)) {
			return 0;
		}
		if (!part.equals(AccountsInLog.CREDENTIAL)) {
			return fingerprint(version(logged), logged.get("state"));
		}
		return credential(UserId.of(key), logged)
			.map((credential) -> fingerprint(credential.version(), credential.passwordVersion(), credential.hash()))
			.orElse(0L);
	}

	private static long fingerprint(@Nullable Object... values) {
		return Fingerprint.of(Arrays.asList(values));
	}

	@Override
	public @Nullable Difference compare(@Nullable Document logged, @Nullable Document stored) {
		if (logged == null) {
			return (stored != null) ? new Difference(Difference.Kind.LOST, "only here, not in the log") : null;
		}
		if (logged.containsKey(ProjectionStore.DELETED_AT_VERSION)) {
			return (stored != null && !isForgotten(stored))
					? new Difference(Difference.Kind.STALE, "deleted in the log") : null;
		}
		if (stored == null) {
			return new Difference(Difference.Kind.GHOST, "only in the log");
		}
		if (AccountDocument.isDeleted(stored)) {
			return new Difference(Difference.Kind.LOST, "deleted here");
		}
		Account account = AccountDocument.account(stored);
		Document state = AccountsInLog.document(account);
		Difference difference = compare(AccountsInLog.EVENT, account.version(), state, logged);
		difference = (difference != null) ? difference : compare(AccountsInLog.STATE, account.version(), state, logged);
		difference = (difference != null) ? difference : credential(account, logged);
		if (difference != null && difference.kind() != Difference.Kind.STALE && Outbox.pending(stored)) {
			return new Difference(Difference.Kind.LOST, "not published yet");
		}
		return (difference == null && Outbox.pending(stored, this.dropped))
				? new Difference(Difference.Kind.STALE, "pending what the log has") : difference;
	}

	private boolean isForgotten(Document stored) {
		return AccountDocument.isDeleted(stored) && !Outbox.pending(stored, this.dropped);
	}

	private static @Nullable Difference compare(String part, long version, Document state, Document logged) {
		Document found = logged.get(part, new Document());
		Difference difference = versions(part, version, version(found));
		return (difference != null || state.equals(found.get("state"))) ? difference
				: new Difference(Difference.Kind.DIVERGED, "%s %d has another content".formatted(part, version));
	}

	private @Nullable Difference credential(Account account, Document logged) {
		Document found = logged.get(AccountsInLog.CREDENTIAL, new Document());
		Credential credential = account.credential();
		Difference difference = versions(AccountsInLog.CREDENTIAL, credential.version(), version(found));
		boolean equal = credential.equals(credential(account.id(), found).orElse(null));
		return (difference != null || equal) ? difference : new Difference(Difference.Kind.DIVERGED,
				"credential %d has another content".formatted(credential.version()));
	}

	private static @Nullable Difference versions(String part, long here, long there) {
		if (here == there) {
			return null;
		}
		return new Difference((here > there) ? Difference.Kind.LOST : Difference.Kind.STALE,
				"%s %d, the log has %d".formatted(part, here, there));
	}

	private Optional<Credential> credential(UserId id, Document logged) {
		if (!(logged.get(AccountsInLog.SEALED_HASH) instanceof Binary sealed)) {
			return Optional.empty();
		}
		long version = version(logged);
		return this.sealer.open(id.value(), version, logged.getLong(AccountsInLog.PASSWORD_VERSION), sealed.getData());
	}

	private static long version(Document part) {
		return (part.get(AccountsInLog.VERSION) instanceof Number version) ? version.longValue() : 0;
	}

	@Override
	public void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored) {
		Mono<Boolean> repair = switch (difference.kind()) {
			case LOST, DIVERGED -> (stored != null) ? publishAgain(stored, logged) : null;
			case STALE -> (stored != null && logged != null) ? takeOver(stored, logged) : null;
			case GHOST -> (logged != null)
					? logged(new UserId(UUID.fromString(key)), logged, null).map(this.accounts::bringBack).orElse(null)
					: null;
		};
		if (repair != null) {
			repair.block(TIMEOUT);
		}
	}

	/** Uses versions higher than those of the account and of the log. */
	private Mono<Boolean> publishAgain(Document document, @Nullable Document logged) {
		Document log = (logged != null) ? logged : new Document();
		long version = Math.max(version(document), Math.max(version(log.get(AccountsInLog.EVENT, new Document())),
				version(log.get(AccountsInLog.STATE, new Document()))));
		return AccountDocument.isDeleted(document) ? publishDeletion(document, version + 1)
				: publishAgain(AccountDocument.account(document), version, log);
	}

	private Mono<Boolean> publishDeletion(Document document, long version) {
		UserId id = UserId.of(document.getString("_id"));
		return this.accounts.publishDeletion(document, version, this.encoder.deletionOf(id, version,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), CORRELATION_ID));
	}

	private Mono<Boolean> publishAgain(Account stored, long version, Document log) {
		boolean credentialToo = credential(stored, log) != null;
		Credential credential = stored.credential();
		long credentialVersion = Math.max(credential.version(),
				version(log.get(AccountsInLog.CREDENTIAL, new Document()))) + (credentialToo ? 1 : 0);
		Account raised = new Account(stored.id(), stored.revision(), version + 1, stored.email(), stored.profile(),
				stored.status(), stored.roles(),
				new Credential(credentialVersion, credential.passwordVersion(), credential.hash()), stored.links(),
				stored.registeredAt());
		return this.accounts.publishAgain(stored, raised, this.encoder.stateOf(raised, credentialToo,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), CORRELATION_ID));
	}

	/**
	 * Unless the store was restored, what waits for the relay has to be published first.
	 */
	private @Nullable Mono<Boolean> takeOver(Document document, Document logged) {
		if (this.dropped.isEmpty() && Outbox.pending(document, PUBLISHED)) {
			return null;
		}
		if (AccountDocument.isDeleted(document)) {
			return this.accounts.forget(document, this.dropped);
		}
		if (logged.containsKey(ProjectionStore.DELETED_AT_VERSION)) {
			return (Outbox.pending(document) && this.dropped.isEmpty()) ? null : this.accounts.remove(document);
		}
		Account stored = AccountDocument.account(document);
		return logged(stored.id(), logged, stored)
			.map((account) -> this.accounts.adopt(document, account, this.dropped))
			.orElse(null);
	}

	/** Combines the newest parts: those of the log unless the store has newer ones. */
	private Optional<Account> logged(UserId id, Document logged, @Nullable Account stored) {
		Document event = logged.get(AccountsInLog.EVENT, new Document());
		Document state = logged.get(AccountsInLog.STATE, new Document());
		Document newest = (version(event) >= version(state)) ? event : state;
		if (stored != null && stored.version() > version(newest)) {
			return Optional.empty();
		}
		Optional<Credential> credential = credential(id, logged.get(AccountsInLog.CREDENTIAL, new Document()));
		if (stored != null && credential.map(Credential::version).orElse(0L) <= stored.credential().version()) {
			credential = Optional.of(stored.credential());
		}
		return credential.map((known) -> AccountDocument.account(
				new Document(Objects.requireNonNull(newest.get("state", Document.class))).append("_id", id.toString())
					.append("revision", 1L)
					.append("version", version(newest))
					.append("credential",
							new Document("version", known.version()).append("passwordVersion", known.passwordVersion())
								.append("hash", known.hash()))));
	}

}
