package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.registration.link.Links;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
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
 * @param links the links that were sent and still count
 * @param registeredAt when it came to be, in whole milliseconds
 */
public record Account(UserId id, long revision, long version, Email email, Profile profile, AccountStatus status,
		List<String> roles, Credential credential, Links links, Instant registeredAt) {

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
				AccountStatus.ACTIVE, List.of(), Credential.first(hash), Links.NONE, now);
	}

	/**
	 * Makes the account of a user who comes from another system.
	 * @param id a new id
	 * @param email the address
	 * @param profile the rest
	 * @param hash the password's encoded hash
	 * @return the account in its first version
	 */
	static Account take(UserId id, Email email, Profile profile, String hash) {
		return new Account(id, 1, 1, email, profile, AccountStatus.ACTIVE, List.of(), Credential.first(hash),
				Links.NONE, email.since());
	}

	/**
	 * Changes what the user says about himself.
	 * @param changed all of it
	 * @return the change; none where it is the same
	 */
	Change changeProfile(Profile changed) {
		return changed.equals(this.profile) ? Change.none(this)
				: Change.of(new AccountEvent.ProfileChanged(), edit().profile(changed).next());
	}

	/**
	 * Has a link sent to the account's address, or to a new one.
	 * @param link what is kept of it
	 * @param token its secret
	 * @param now the time
	 * @return the change, of which nobody is told but whoever sends the mail
	 */
	public Change send(Link link, LinkToken token, Instant now) {
		return Change.none(this).with(new Change.Mailing(link, token), edit().links(this.links.plus(link, now)).same());
	}

	/**
	 * Takes a link that shows that mail arrives: to the account's address, or to a new
	 * one, which then takes its place.
	 * @param token the link's token
	 * @param undo makes the link that undoes, should the address change
	 * @param now the time, in whole milliseconds
	 * @return the change
	 * @throws InvalidToken if the token opens no link
	 */
	public Change follow(LinkToken token, UndoLink undo, Instant now) {
		Link link = this.links
			.find(token, Set.of(LinkPurpose.SIGN_UP, LinkPurpose.EMAIL_CHANGE, LinkPurpose.UNDO_EMAIL_CHANGE), now)
			.orElseThrow(InvalidToken::new);
		return switch (link.purpose()) {
			case SIGN_UP -> verify(link, now);
			case EMAIL_CHANGE -> changeEmail(link, undo, now);
			case UNDO_EMAIL_CHANGE -> undoEmailChange(link, now);
			case RECOVERY -> throw new InvalidToken();
		};
	}

	private Change arrived(Link link, Instant now) {
		return (this.email.verified() || !isTo(link)) ? Change.none(this) : verify(link, now);
	}

	private boolean isTo(Link link) {
		return this.email.value().written().equals(link.address());
	}

	private Change verify(Link link, Instant now) {
		if (!isTo(link)) {
			throw new InvalidToken();
		}
		Links left = this.links.without(LinkPurpose.SIGN_UP);
		return this.email.verified() ? new Change(edit().links(left).same(), List.of(), List.of())
				: Change.of(new AccountEvent.EmailVerified(),
						edit().email(new Email(this.email.value(), this.email.since(), now)).links(left).next());
	}

	private Change changeEmail(Link link, UndoLink undo, Instant now) {
		Links left = this.links.without(LinkPurpose.SIGN_UP, LinkPurpose.EMAIL_CHANGE, LinkPurpose.RECOVERY);
		String former = this.email.value().written();
		Change changed = move(link.address(), left, now);
		if (!left.hasRoomToUndo(now)) {
			throw new InvalidToken();
		}
		Change.Mailing offer = undo.to(this.id.value(), former);
		return changed.with(offer, changed.account().edit().links(left.plus(offer.link(), now)).same());
	}

	private Change undoEmailChange(Link link, Instant now) {
		return move(link.address(), this.links.undone(link).without(LinkPurpose.SIGN_UP, LinkPurpose.RECOVERY), now);
	}

	private Change move(String address, Links left, Instant now) {
		return Change.of(new AccountEvent.EmailChanged(this.email.value().written()),
				edit().email(new Email(EmailAddress.of(address), now, now)).links(left).next());
	}

	/**
	 * Sets another password. Links that were sent to set one are void.
	 * @param hash its encoded hash
	 * @param keptSessionId the session that goes on; null where none does
	 * @return the change
	 */
	public Change changePassword(String hash, @Nullable UUID keptSessionId) {
		return Change.of(new AccountEvent.PasswordChanged(keptSessionId),
				edit().credential(this.credential.changed(hash))
					.links(this.links.without(LinkPurpose.RECOVERY))
					.next());
	}

	/**
	 * Sets another password by a link. Mail to the address has arrived then: where it was
	 * not verified it is now.
	 * @param token the link's token
	 * @param hash the password's encoded hash
	 * @param now the time
	 * @return the change
	 * @throws InvalidToken if the token opens no link for this
	 */
	public Change recover(LinkToken token, String hash, Instant now) {
		Link link = this.links.find(token, Set.of(LinkPurpose.RECOVERY), now).orElseThrow(InvalidToken::new);
		return changePassword(hash, null).then((changed) -> changed.arrived(link, now));
	}

	/**
	 * Takes a new hash of the same password. Nobody is told but who verifies passwords.
	 * @param verified the credential's version that the password was verified with
	 * @param hash the new encoded hash
	 * @return the change; none where the credential is another by now
	 */
	Change upgradeCredential(long verified, String hash) {
		return (this.credential.version() != verified) ? Change.none(this)
				: new Change(edit().credential(this.credential.upgraded(hash)).same(), List.of(), List.of());
	}

	/**
	 * Keeps the user from signing in.
	 * @param reason why
	 * @return the change; none where it is so
	 */
	public Change lock(@Nullable String reason) {
		return (this.status == AccountStatus.LOCKED) ? Change.none(this)
				: Change.of(new AccountEvent.Locked(reason), edit().status(AccountStatus.LOCKED).next());
	}

	/**
	 * Lets the user sign in again.
	 * @return the change; none where it is so
	 */
	public Change unlock() {
		return (this.status == AccountStatus.ACTIVE) ? Change.none(this)
				: Change.of(new AccountEvent.Unlocked(), edit().status(AccountStatus.ACTIVE).next());
	}

	/**
	 * Gives the user other roles.
	 * @param changed all of them
	 * @return the change; none where they are the same
	 */
	public Change changeRoles(Set<String> changed) {
		List<String> sorted = List.copyOf(new TreeSet<>(changed));
		return sorted.equals(this.roles) ? Change.none(this)
				: Change.of(new AccountEvent.RolesChanged(), edit().roles(sorted).next());
	}

	/**
	 * Deletes the account.
	 * @return the change
	 */
	public Change delete() {
		return Change.of(new AccountEvent.Deleted(), edit().status(AccountStatus.DELETED).next());
	}

	private AccountEdit edit() {
		return new AccountEdit(this);
	}

	/**
	 * The address of an account.
	 *
	 * @param value the address
	 * @param since since when it is this user's, in whole milliseconds
	 * @param verifiedAt when it was verified, if it was
	 */
	public record Email(EmailAddress value, Instant since, @Nullable Instant verifiedAt) {

		/**
		 * Returns whether mail to it has arrived.
		 * @return whether it was verified
		 */
		public boolean verified() {
			return this.verifiedAt != null;
		}

	}

	/**
	 * Makes a link that undoes a change of the address.
	 */
	@FunctionalInterface
	public interface UndoLink {

		/**
		 * Makes the link.
		 * @param userId whose account
		 * @param address the former address
		 * @return the link and its secret
		 */
		Change.Mailing to(UUID userId, String address);

	}

}
