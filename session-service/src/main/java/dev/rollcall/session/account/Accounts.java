package dev.rollcall.session.account;

import java.util.Comparator;
import java.util.List;

import dev.rollcall.projection.ProjectionStore;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The projected accounts.
 */
@Component
public final class Accounts {

	private static final List<String> NOBODY = List.of("nobody");

	private final ProjectionStore store;

	Accounts(ProjectionStore store) {
		this.store = store;
	}

	/**
	 * Finds the account whose current address this is; of two the one that has it since
	 * later. Reads as often where there is none, so that the time tells nothing.
	 * @param email the address
	 * @return the account; empty if there is none
	 */
	public Mono<Account> find(EmailAddress email) {
		return this.store.find(AccountProjection.NAME, ProfilePart.LOGINS, email.canonical())
			.map(Accounts::users)
			.filter((users) -> !users.isEmpty())
			.defaultIfEmpty(NOBODY)
			.flatMapIterable((users) -> users)
			.concatMap(this::find)
			.filter((account) -> account.canonicalEmail().equals(email.canonical()))
			.sort(Comparator.comparing(Account::emailSince).reversed())
			.next();
	}

	/**
	 * Finds the account of a user.
	 * @param userId the user
	 * @return the account; empty if there is none or it is deleted
	 */
	public Mono<Account> find(UserId userId) {
		return find(userId.toString());
	}

	/**
	 * Tells whether these versions of a user's account have arrived here.
	 * @param userId the user
	 * @param profileVersion the version of the profile
	 * @param credentialVersion the version of the credential
	 * @return true if they have; a deleted user satisfies any
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
		return login.getList(ProfilePart.USERS, String.class, List.of());
	}

}
