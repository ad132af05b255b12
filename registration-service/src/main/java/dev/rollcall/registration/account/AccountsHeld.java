package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import dev.rollcall.projection.Findings;
import dev.rollcall.projection.Held;
import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.credential.CredentialSealer;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The accounts, to be compared with the log. What the log lacks or has otherwise is told
 * again, in a new version; what the log has newer, because the store was restored from a
 * backup, is taken from it.
 */
@Component
class AccountsHeld implements Held {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String CORRELATION_ID = "verify";

	private final MongoAccounts accounts;

	private final AccountEventEncoder encoder;

	private final CredentialSealer sealer;

	private final Clock clock;

	AccountsHeld(MongoAccounts accounts, AccountEventEncoder encoder, CredentialSealer sealer, Clock clock) {
		this.accounts = accounts;
		this.encoder = encoder;
		this.sealer = sealer;
		this.clock = clock;
	}

	@Override
	public Map<String, Document> find(Collection<String> keys) {
		Map<String, Document> found = new HashMap<>();
		List<String> all = new ArrayList<>(keys);
		for (int from = 0; from < all.size(); from += 500) {
			this.accounts.documents(all.subList(from, Math.min(from + 500, all.size())))
				.timeout(LIMIT)
				.toIterable()
				.forEach((document) -> found.put(document.getString("_id"), document));
		}
		return found;
	}

	@Override
	public List<String> ids(Predicate<String> wanted) {
		List<String> ids = this.accounts.ids().timeout(LIMIT).filter(wanted).collectList().block();
		return (ids != null) ? ids : List.of();
	}

	@Override
	public @Nullable Doubt compare(@Nullable Document logged, @Nullable Document held) {
		if (logged == null) {
			return (held != null) ? new Doubt(Findings.Kind.LOST, "only here, not in the log") : null;
		}
		if (logged.containsKey(AccountsInLog.DELETED)) {
			return (held != null && !isForgotten(held)) ? new Doubt(Findings.Kind.STALE, "deleted in the log") : null;
		}
		if (held == null) {
			return new Doubt(Findings.Kind.GHOST, "only in the log");
		}
		if (AccountDocument.isDeleted(held)) {
			return new Doubt(Findings.Kind.LOST, "deleted here");
		}
		Account account = AccountDocument.account(held);
		Document state = AccountsInLog.document(account);
		Doubt doubt = compare(AccountsInLog.EVENT, account.version(), state, logged);
		doubt = (doubt != null) ? doubt : compare(AccountsInLog.STATE, account.version(), state, logged);
		doubt = (doubt != null) ? doubt : credential(account, logged);
		if (doubt != null && doubt.kind() != Findings.Kind.STALE && isPending(held)) {
			return new Doubt(Findings.Kind.LOST, "not published yet");
		}
		return (doubt == null && isPending(held)) ? new Doubt(Findings.Kind.STALE, "pending what the log has") : doubt;
	}

	private static boolean isForgotten(Document held) {
		return AccountDocument.isDeleted(held) && !isPending(held);
	}

	private static boolean isPending(Document held) {
		return !held.getList("outbox", Document.class, List.of()).isEmpty();
	}

	private static @Nullable Doubt compare(String part, long version, Document state, Document logged) {
		Document found = logged.get(part, new Document());
		Doubt doubt = versions(part, version, version(found));
		return (doubt != null || state.equals(found.get("state"))) ? doubt
				: new Doubt(Findings.Kind.DIVERGED, "%s %d has another content".formatted(part, version));
	}

	private @Nullable Doubt credential(Account account, Document logged) {
		Document found = logged.get(AccountsInLog.CREDENTIAL, new Document());
		Credential credential = account.credential();
		Doubt doubt = versions(AccountsInLog.CREDENTIAL, credential.version(), version(found));
		boolean equal = credential.equals(credential(account.id(), found).orElse(null));
		return (doubt != null || equal) ? doubt : new Doubt(Findings.Kind.DIVERGED,
				"credential %d has another content".formatted(credential.version()));
	}

	private static @Nullable Doubt versions(String part, long here, long there) {
		if (here == there) {
			return null;
		}
		return new Doubt((here > there) ? Findings.Kind.LOST : Findings.Kind.STALE,
				"%s %d, the log has %d".formatted(part, here, there));
	}

	private Optional<Credential> credential(UserId id, Document logged) {
		if (!(logged.get(AccountsInLog.SEALED_HASH) instanceof Binary sealed)) {
			return Optional.empty();
		}
		long version = version(logged);
		return this.sealer.open(id.value(), version, sealed.getData())
			.map((hash) -> new Credential(version, logged.getLong(AccountsInLog.PASSWORD_VERSION), hash));
	}

	private static long version(Document part) {
		return (part.get(AccountsInLog.VERSION) instanceof Number version) ? version.longValue() : 0;
	}

	@Override
	public void repair(String key, Doubt doubt, @Nullable Document logged, @Nullable Document held) {
		Mono<Boolean> repair = switch (doubt.kind()) {
			case LOST, DIVERGED -> (held != null) ? tellAgain(held, logged) : null;
			case STALE -> (held != null && logged != null) ? takeOver(held, logged) : null;
			case GHOST -> (logged != null)
					? logged(new UserId(UUID.fromString(key)), logged, null).map(this.accounts::bringBack).orElse(null)
					: null;
		};
		if (repair != null) {
			repair.block(LIMIT);
		}
	}

	/** In versions above those of the account and of the log. */
	private Mono<Boolean> tellAgain(Document document, @Nullable Document logged) {
		Document log = (logged != null) ? logged : new Document();
		long version = Math.max(version(document), Math.max(version(log.get(AccountsInLog.EVENT, new Document())),
				version(log.get(AccountsInLog.STATE, new Document()))));
		return AccountDocument.isDeleted(document) ? tellDeletion(document, version + 1)
				: tellAgain(AccountDocument.account(document), version, log);
	}

	private Mono<Boolean> tellDeletion(Document document, long version) {
		UserId id = UserId.of(document.getString("_id"));
		return this.accounts.tellDeletion(document, version, this.encoder.deletionOf(id, version,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), CORRELATION_ID));
	}

	private Mono<Boolean> tellAgain(Account held, long version, Document log) {
		boolean credentialToo = credential(held, log) != null;
		Credential credential = held.credential();
		long credentialVersion = Math.max(credential.version(),
				version(log.get(AccountsInLog.CREDENTIAL, new Document()))) + (credentialToo ? 1 : 0);
		Account raised = new Account(held.id(), held.revision(), version + 1, held.email(), held.profile(),
				held.status(), held.roles(),
				new Credential(credentialVersion, credential.passwordVersion(), credential.hash()), held.links(),
				held.registeredAt());
		return this.accounts.tellAgain(held, raised, this.encoder.stateOf(raised, credentialToo,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), CORRELATION_ID));
	}

	private @Nullable Mono<Boolean> takeOver(Document document, Document logged) {
		if (AccountDocument.isDeleted(document)) {
			return this.accounts.forget(document);
		}
		Account held = AccountDocument.account(document);
		return logged.containsKey(AccountsInLog.DELETED) ? this.accounts.remove(held)
				: logged(held.id(), logged, held).map((account) -> this.accounts.adopt(held, account)).orElse(null);
	}

	/** The newest that is known: of each part from the log, where that is not older. */
	private Optional<Account> logged(UserId id, Document logged, @Nullable Account held) {
		Document event = logged.get(AccountsInLog.EVENT, new Document());
		Document state = logged.get(AccountsInLog.STATE, new Document());
		Document newest = (version(event) >= version(state)) ? event : state;
		if (held != null && held.version() > version(newest)) {
			return Optional.empty();
		}
		Optional<Credential> credential = credential(id, logged.get(AccountsInLog.CREDENTIAL, new Document()));
		if (held != null && credential.map(Credential::version).orElse(0L) <= held.credential().version()) {
			credential = Optional.of(held.credential());
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
