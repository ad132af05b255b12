package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.List;

import dev.rollcall.registration.credential.Credential;
import org.jspecify.annotations.Nullable;

/**
 * One user's account: the truth about who somebody is.
 *
 * @param id the user
 * @param revision counts commands: 1, 2, 3 ...
 * @param version counts user events: 1, 2, 3 ... without a gap
 * @param email the current address
 * @param profile what the user says about himself
 * @param status whether the user may sign in
 * @param roles in alphabetical order
 * @param credential the password's hash
 * @param registeredAt when it came to be, in whole milliseconds
 */
record Account(UserId id, long revision, long version, Email email, Profile profile, AccountStatus status,
		List<String> roles, Credential credential, Instant registeredAt) {

	/**
	 * Makes the account of a user who registers.
	 * @param id a new id
	 * @param registrant what the user gave
	 * @param hash the password's encoded hash
	 * @param now the time, in whole milliseconds
	 * @return the account in its first version
	 */
	static Account register(UserId id, Registrant registrant, String hash, Instant now) {
		return new Account(id, 1, 1, new Email(registrant.email(), now, null), registrant.profile(),
				AccountStatus.ACTIVE, List.of(), Credential.first(hash), now);
	}

	/**
	 * The address of an account.
	 *
	 * @param value the address
	 * @param since since when it is this user's, in whole milliseconds
	 * @param verifiedAt when it was verified, if it was
	 */
	record Email(EmailAddress value, Instant since, @Nullable Instant verifiedAt) {

		boolean verified() {
			return this.verifiedAt != null;
		}

	}

}
