package dev.rollcall.session.account;

import java.util.Comparator;
import java.util.List;

import dev.rollcall.projection.ProjectionStore;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.ConfirmedAdministrators;
import org.bson.Document;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The projected accounts.
 */
@Component
public final class Accounts {

	private static final List<String> UNKNOWN_USER = List.of("nobody");

	private final ProjectionStore store;

	Accounts(ProjectionStore store) {
		this.store = store;
	}

	/**
	 * Finds the account with this current address; of two, the one that got it later.
	 * Without an account it makes the same number of reads, so that the response time
	 * does not disclose whether an account exists.
	 */
	public Mono<Account> find(EmailAddress email) {
		return this.store.find(AccountProjection.NAME, ProfilePart.LOGINS, email.canonical())
			.map(Accounts::users)
			.filter((users) -> !users.isEmpty())
			.defaultIfEmpty(UNKNOWN_USER)
			.flatMapIterable((users) -> users)
			.concatMap(this::find)
			.filter((account) -> account.canonicalEmail().equals(email.canonical()))
			.sort(Comparator.comparing(Account::emailSince).reversed())
			.next();
	}

	/**
	 * Finds the account of a user.
	 * @return empty if it is unknown or deleted
	 */
	public Mono<Account> find(UserId userId) {
		return find(userId.toString());
	}

	/**
	 * Whether a user is active and has the role of administrators.
	 */
	public Mono<Boolean> isAdministrator(UserId userId) {
		return find(userId).map((account) -> account.active() && account.roles().contains(ConfirmedAdministrators.ROLE))
			.defaultIfEmpty(false);
	}

	/**
	 * Whether these versions of a user's account are applied; always true for a deleted
	 * user.
	 */
	public Mono<Boolean> hasApplied(UserId userId, long profileVersion, long credentialVersion) {
		return this.store.find(AccountProjection.NAME, userId.toString())
			.map((document) -> AccountDocument.hasApplied(document, profileVersion, credentialVersion))
			.defaultIfEmpty(false);
	}

	private Mono<Account> find(String userId) {
		return this.store.find(AccountProjection.NAME, userId)
			.flatMap((document) -> Mono.justOrEmpty(AccountDocument.account(document)));
	}

	private static List<String> users(Document login) {
		return login.getList(ProfilePart.USERS, Document.class, List.of())
			.stream()
			.map((entry) -> entry.getString(ProfilePart.USER_ID))
			.distinct()
			.toList();
	}

}
