package dev.rollcall.registration.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

	private static final Set<LinkPurpose> FOLLOWED = Set.of(LinkPurpose.SIGN_UP, LinkPurpose.EMAIL_CHANGE,
			LinkPurpose.UNDO_EMAIL_CHANGE);

	/** The role of administrators. */
	public static final String ADMINISTRATOR = "admin";

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
	 * Adds a link and its mail, unless the account is locked: then none would open.
	 */
	public Change send(Change.Mailing mailing, Instant now) {
		return (this.status != AccountStatus.ACTIVE) ? Change.none(this)
				: Change.none(this).with(mailing, edit().links(this.links.plus(mailing.link(), now)).same());
	}

	/**
	 * Follows a link that verifies an address, the account's own or a new one, or that
	 * reverts a change of the address.
	 * @param now the time, in whole milliseconds
	 * @throws InvalidToken if the token opens no link
	 */
	public Change follow(LinkToken token, NewLink created, Instant now) {
		Link link = open(token, FOLLOWED, now);
		return switch (link.purpose()) {
			case SIGN_UP -> this.email.verified() ? Change.none(this) : verify(now);
			case EMAIL_CHANGE -> changeEmail(link, created, now);
			case UNDO_EMAIL_CHANGE -> undoEmailChange(link, created, now);
			case RECOVERY -> throw new InvalidToken();
		};
	}

	/**
	 * Returns the address that an undo link restores.
	 * @return empty if the token opens no undo link
	 */
	public Optional<EmailAddress> restoredBy(LinkToken token, Instant now) {
		return find(token, Set.of(LinkPurpose.UNDO_EMAIL_CHANGE), now).map((link) -> EmailAddress.of(link.address()));
	}

	private Link open(LinkToken token, Set<LinkPurpose> purposes, Instant now) {
		return find(token, purposes, now).orElseThrow(InvalidToken::new);
	}

	/** No link of a locked account opens, nor one to a former address of the account. */
	private Optional<Link> find(LinkToken token, Set<LinkPurpose> purposes, Instant now) {
		return (this.status != AccountStatus.ACTIVE) ? Optional.empty()
				: this.links.find(token, purposes, now, this.credential.passwordVersion())
					.filter((link) -> link.purpose().changesAddress() || isTo(link));
	}

	private boolean isTo(Link link) {
		return this.email.value().written().equals(link.address());
	}

	private Change verify(Instant now) {
		return Change.of(new AccountEvent.EmailVerified(),
				edit().email(new Email(this.email.value(), this.email.since(), now)).next());
	}

	/**
	 * Only a verified address can take the change back: the owner of a mistyped one must
	 * not.
	 */
	private Change changeEmail(Link link, NewLink created, Instant now) {
		if (this.email.verified() && !this.links.hasRoomToUndo(now)) {
			throw new InvalidToken();
		}
		Change moved = move(link.address(), withoutRequests().without(LinkPurpose.SIGN_UP), now);
		String former = this.email.value().written();
		return this.email.verified()
				? moved.then((account) -> account.send(created.to(account, LinkPurpose.UNDO_EMAIL_CHANGE, former), now))
				: moved;
	}

	/**
	 * Restores the address. Whoever changed it knew the password, so the account has none
	 * until the owner sets one with the recovery link that is sent.
	 */
	private Change undoEmailChange(Link link, NewLink created, Instant now) {
		Links left = this.links.undone(link);
		Change restored = isTo(link) ? edit().links(left).quiet() : move(link.address(), left, now);
		return restored.then((account) -> account.changePassword(null, null))
			.then((account) -> account.send(created.to(account, LinkPurpose.RECOVERY, link.address()), now));
	}

	/**
	 * Readers order an account's addresses by since, and the clocks of instances differ.
	 */
	private Change move(String address, Links left, Instant now) {
		Instant soonest = this.email.since().plusMillis(1);
		Instant since = now.isBefore(soonest) ? soonest : now;
		return Change.of(new AccountEvent.EmailChanged(this.email.value().written()),
				edit().email(new Email(EmailAddress.of(address), since, now)).links(left).next());
	}

	/**
	 * Changes the password.
	 * @param hash null if no password is accepted until one is set by a link
	 * @param keptSessionId the session that continues; null if all end
	 */
	public Change changePassword(@Nullable String hash, @Nullable UUID keptSessionId) {
		return Change.of(new AccountEvent.PasswordChanged(keptSessionId),
				edit().credential(this.credential.changed(hash)).links(withoutRequests()).next());
	}

	/**
	 * Changes the password by a recovery link, which also verifies the address. A
	 * stranger may have registered an address that was never verified, so nothing of the
	 * registration stays.
	 * @throws InvalidToken if the token opens no link for this
	 */
	public Change recover(LinkToken token, String hash, Instant now) {
		open(token, Set.of(LinkPurpose.RECOVERY), now);
		return this.email.verified() ? changePassword(hash, null)
				: changeProfile(Profile.NONE).then((account) -> account.changePassword(hash, null))
					.then((account) -> account.verify(now));
	}

	/**
	 * Voids links to a new address after "end all sessions".
	 * @param at when the sessions ended; later links stay valid
	 */
	Change endSessions(Instant at) {
		return edit().links(this.links.withoutEmailChanges(at)).quiet();
	}

	private Links withoutRequests() {
		return this.links.without(LinkPurpose.EMAIL_CHANGE, LinkPurpose.RECOVERY);
	}

	/**
	 * Replaces the hash of the same password; publishes only the credential record.
	 */
	Change upgradeCredential(long verified, String hash) {
		return (this.credential.version() != verified || this.credential.hash() == null) ? Change.none(this)
				: edit().credential(this.credential.upgraded(hash)).quiet();
	}

	/**
	 * Publishes the credential record again, in a new version.
	 */
	Change publishCredential() {
		return edit().credential(this.credential.again()).quiet();
	}

	/**
	 * Locks the account. Links that were requested before do not open after an unlock.
	 */
	public Change lock(@Nullable String reason) {
		return (this.status == AccountStatus.LOCKED) ? Change.none(this) : Change.of(new AccountEvent.Locked(reason),
				edit().status(AccountStatus.LOCKED).links(withoutRequests()).next());
	}

	/**
	 * Unlocks the account.
	 */
	public Change unlock() {
		return (this.status == AccountStatus.ACTIVE) ? Change.none(this)
				: Change.of(new AccountEvent.Unlocked(), edit().status(AccountStatus.ACTIVE).next());
	}

	/**
	 * Replaces the roles. The loss of a role voids a requested change of the address.
	 */
	public Change changeRoles(Set<String> changed) {
		List<String> sorted = List.copyOf(new TreeSet<>(changed));
		Links left = sorted.containsAll(this.roles) ? this.links : this.links.without(LinkPurpose.EMAIL_CHANGE);
		return sorted.equals(this.roles) ? Change.none(this)
				: Change.of(new AccountEvent.RolesChanged(), edit().roles(sorted).links(left).next());
	}

	/**
	 * Deletes the account in favour of the proven owner of an address that it has and
	 * never verified.
	 * @throws EmailTaken if it verified the address
	 */
	public Change cede(EmailAddress address) {
		if (!this.email.value().canonical().equals(address.canonical())) {
			return Change.none(this);
		}
		if (this.email.verified()) {
			throw new EmailTaken();
		}
		return delete(DeletionReason.DISPLACED);
	}

	/**
	 * Deletes the account.
	 */
	public Change delete(DeletionReason reason) {
		return Change.of(new AccountEvent.Deleted(reason), edit().status(AccountStatus.DELETED).next());
	}

	/** Whether the user may administrate now. */
	boolean isActiveAdministrator() {
		return this.status == AccountStatus.ACTIVE && this.roles.contains(ADMINISTRATOR);
	}

	private AccountEdit edit() {
		return new AccountEdit(this);
	}

	/**
	 * The address of an account.
	 *
	 * @param since when it became this account's address, in whole milliseconds; later
	 * than the former address's
	 */
	public record Email(EmailAddress value, Instant since, @Nullable Instant verifiedAt) {

		public boolean verified() {
			return this.verifiedAt != null;
		}

	}

	/**
	 * Creates links.
	 */
	@FunctionalInterface
	public interface NewLink {

		Change.Mailing to(Account account, LinkPurpose purpose, String address);

	}

}
