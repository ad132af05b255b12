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
 * The account of one user.
 *
 * @param revision counts commands: 1, 2, 3 ...
 * @param version counts user events: 1, 2, 3 ... without a gap
 * @param roles in alphabetical order
 * @param registeredAt in whole milliseconds
 */
public record Account(UserId id, long revision, long version, Email email, Profile profile, AccountStatus status,
		List<String> roles, Credential credential, Links links, Instant registeredAt) {

	/**
	 * Creates the account of a user who registers.
	 * @param now the time, in whole milliseconds
	 */
	static Account register(UserId id, Registrant registrant, String hash, Instant now) {
		return new Account(id, 1, 1, new Email(registrant.email(), now, null), registrant.profile(),
				AccountStatus.ACTIVE, List.of(), Credential.first(hash), Links.NONE, now);
	}

	/**
	 * Creates the account of an imported user.
	 * @param hash null if the user has no password yet
	 */
	static Account take(UserId id, Email email, Profile profile, @Nullable String hash, Instant registeredAt) {
		return new Account(id, 1, 1, email, profile, AccountStatus.ACTIVE, List.of(), Credential.first(hash),
				Links.NONE, registeredAt);
	}

	/**
	 * Changes the profile.
	 */
	Change changeProfile(Profile changed) {
		return changed.equals(this.profile) ? Change.none(this)
				: Change.of(new AccountEvent.ProfileChanged(), edit().profile(changed).next());
	}

	/**
	 * Adds a link and its mail.
	 */
	public Change send(Link link, LinkToken token, Instant now) {
		return Change.none(this).with(new Change.Mailing(link, token), edit().links(this.links.plus(link, now)).same());
	}

	/**
	 * Follows a link that verifies an address, the account's own or a new one, or that
	 * reverts a change of the address.
	 * @param now the time, in whole milliseconds
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
	 * Changes the password and voids recovery links.
	 * @param keptSessionId the session that continues; null if all end
	 */
	public Change changePassword(String hash, @Nullable UUID keptSessionId) {
		return Change.of(new AccountEvent.PasswordChanged(keptSessionId),
				edit().credential(this.credential.changed(hash))
					.links(this.links.without(LinkPurpose.RECOVERY))
					.next());
	}

	/**
	 * Changes the password by a recovery link, which also verifies the address.
	 * @throws InvalidToken if the token opens no link for this
	 */
	public Change recover(LinkToken token, String hash, Instant now) {
		Link link = this.links.find(token, Set.of(LinkPurpose.RECOVERY), now).orElseThrow(InvalidToken::new);
		return changePassword(hash, null).then((changed) -> changed.arrived(link, now));
	}

	/**
	 * Replaces the hash of the same password; publishes only the credential record.
	 */
	Change upgradeCredential(long verified, String hash) {
		return (this.credential.version() != verified || this.credential.hash() == null) ? Change.none(this)
				: new Change(edit().credential(this.credential.upgraded(hash)).same(), List.of(), List.of());
	}

	/**
	 * Publishes the credential record again, in a new version.
	 */
	Change publishCredential() {
		return new Change(edit().credential(this.credential.again()).same(), List.of(), List.of());
	}

	/**
	 * Locks the account.
	 */
	public Change lock(@Nullable String reason) {
		return (this.status == AccountStatus.LOCKED) ? Change.none(this)
				: Change.of(new AccountEvent.Locked(reason), edit().status(AccountStatus.LOCKED).next());
	}

	/**
	 * Unlocks the account.
	 */
	public Change unlock() {
		return (this.status == AccountStatus.ACTIVE) ? Change.none(this)
				: Change.of(new AccountEvent.Unlocked(), edit().status(AccountStatus.ACTIVE).next());
	}

	/**
	 * Replaces the roles.
	 */
	public Change changeRoles(Set<String> changed) {
		List<String> sorted = List.copyOf(new TreeSet<>(changed));
		return sorted.equals(this.roles) ? Change.none(this)
				: Change.of(new AccountEvent.RolesChanged(), edit().roles(sorted).next());
	}

	/**
	 * Deletes the account.
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
	 * @param since when it became this account's address, in whole milliseconds
	 */
	public record Email(EmailAddress value, Instant since, @Nullable Instant verifiedAt) {

		public boolean verified() {
			return this.verifiedAt != null;
		}

	}

	/**
	 * Creates links that revert a change of the address.
	 */
	@FunctionalInterface
	public interface UndoLink {

		Change.Mailing to(UUID userId, String address);

	}

}
