package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.registration.credential.Credential;
import dev.rollcall.registration.link.InvalidToken;
import dev.rollcall.registration.link.Link;
import dev.rollcall.registration.link.LinkPurpose;
import dev.rollcall.registration.link.LinkToken;
import dev.rollcall.schemas.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.rollcall.registration.account.AccountFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AccountTests {

	private static final String ADDRESS = "Ada@example.com";

	private static final String NEW_ADDRESS = "ada@new.example";

	private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));

	private final Account account = AccountFixture.account();

	private final LinkToken token = LinkToken.random(this.account.id().value());

	@Test
	void newAccountIsActiveAndUnverifiedInItsFirstVersions() {
		assertThat(this.account.version()).isOne();
		assertThat(this.account.credential().version()).isOne();
		assertThat(this.account.credential().passwordVersion()).isOne();
		assertThat(this.account.status()).isEqualTo(AccountStatus.ACTIVE);
		assertThat(this.account.email().verified()).isFalse();
		assertThat(this.account.registeredAt()).isEqualTo(NOW);
	}

	@Test
	void importedAccountIsAsOldAsItsAddress() {
		Account.Email email = new Account.Email(this.account.email().value(), NOW, NOW);

		Account imported = Account.take(this.account.id(), email, this.account.profile(), "hash", NOW);

		assertThat(imported.email().verified()).isTrue();
		assertThat(imported.registeredAt()).isEqualTo(NOW);
	}

	@Test
	void changedProfileIsTheNextVersion() {
		Change change = this.account.changeProfile(new Profile("Countess", "en"));

		assertThat(events(change)).containsExactly(new AccountEvent.ProfileChanged());
		assertThat(change.account().version()).isEqualTo(2);
		assertThat(change.account().profile().displayName()).isEqualTo("Countess");
	}

	@Test
	void sameProfileStatusOrRolesChangeNothing() {
		assertThat(this.account.changeProfile(this.account.profile())).isEqualTo(Change.none(this.account));
		assertThat(this.account.unlock()).isEqualTo(Change.none(this.account));
		assertThat(this.account.changeRoles(Set.of())).isEqualTo(Change.none(this.account));
		Account locked = this.account.lock(null).account();
		assertThat(locked.lock("again")).isEqualTo(Change.none(locked));
	}

	@Test
	void lockAndUnlockAreOneVersionEach() {
		Change lock = this.account.lock("fraud");
		Change unlock = lock.account().unlock();

		assertThat(events(lock)).containsExactly(new AccountEvent.Locked("fraud"));
		assertThat(lock.account().status()).isEqualTo(AccountStatus.LOCKED);
		assertThat(events(unlock)).containsExactly(new AccountEvent.Unlocked());
		assertThat(unlock.account().status()).isEqualTo(AccountStatus.ACTIVE);
		assertThat(unlock.account().version()).isEqualTo(3);
	}

	@Test
	void rolesAreKeptInAlphabeticalOrder() {
		Change change = this.account.changeRoles(Set.of("support", "admin", "billing"));

		assertThat(events(change)).containsExactly(new AccountEvent.RolesChanged());
		assertThat(change.account().roles()).containsExactly("admin", "billing", "support");
	}

	@Test
	void deletionIsAVersion() {
		Change change = this.account.delete(DeletionReason.BY_USER);

		assertThat(events(change)).containsExactly(new AccountEvent.Deleted(DeletionReason.BY_USER));
		assertThat(change.account().status()).isEqualTo(AccountStatus.DELETED);
		assertThat(change.account().version()).isEqualTo(2);
	}

	@Test
	void sentLinkIsStoredWithoutAnEvent() {
		Change change = send(this.account, LinkPurpose.RECOVERY, ADDRESS);

		assertThat(change.steps()).isEmpty();
		assertThat(change.mailings()).extracting(Change.Mailing::token).containsExactly(this.token);
		assertThat(change.account().version()).isOne();
		assertThat(change.account().links().all()).extracting(Link::purpose).containsExactly(LinkPurpose.RECOVERY);
	}

	@Test
	void signUpLinkVerifiesTheAddressAndThenChangesNothing() {
		Account sent = send(this.account, LinkPurpose.SIGN_UP, ADDRESS).account();

		Change change = sent.follow(this.token, AccountTests::mailing, LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.EmailVerified());
		assertThat(change.account().email().verifiedAt()).isEqualTo(LATER);
		assertThat(change.account().email().since()).isEqualTo(NOW);
		assertThat(change.account().follow(this.token, AccountTests::mailing, LATER))
			.isEqualTo(Change.none(change.account()));
	}

	@Test
	void signUpLinkOfAFormerAddressIsRefused() {
		assertRefused(send(this.account, LinkPurpose.SIGN_UP, "former@example.com").account());
	}

	@Test
	void expiredOrUnknownLinkIsRefused() {
		Account sent = send(this.account, LinkPurpose.SIGN_UP, ADDRESS).account();

		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> sent.follow(this.token, AccountTests::mailing, NOW.plus(Duration.ofHours(1))));
		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> sent.follow(LinkToken.random(sent.id().value()), AccountTests::mailing, LATER));
	}

	@Test
	void recoveryLinkDoesNotVerify() {
		assertRefused(send(this.account, LinkPurpose.RECOVERY, ADDRESS).account());
	}

	@Test
	void linkToANewAddressMakesItTheVerifiedAddress() {
		Change change = changedAddress();

		assertThat(events(change)).containsExactly(new AccountEvent.EmailChanged(ADDRESS));
		Account.Email email = change.account().email();
		assertThat(email.value().written()).isEqualTo(NEW_ADDRESS);
		assertThat(email.since()).isEqualTo(LATER);
		assertThat(email.verifiedAt()).isEqualTo(LATER);
	}

	@Test
	void changeOfAddressOffersTheFormerOneALinkToUndoIt() {
		Change change = changeAddress(verified());

		assertThat(change.mailings()).extracting((mailing) -> mailing.link().address()).containsExactly(ADDRESS);
		assertThat(change.account().links().all()).extracting(Link::purpose)
			.containsExactly(LinkPurpose.UNDO_EMAIL_CHANGE);
	}

	@Test
	void addressThatWasNeverVerifiedGetsNoLinkToUndoItsChange() {
		Change change = changedAddress();

		assertThat(change.mailings()).isEmpty();
		assertThat(change.account().links().all()).isEmpty();
	}

	@Test
	void addressCannotChangeWhileEightChangesCanBeUndone() {
		Account changed = verified();
		for (int i = 0; i < 8; i++) {
			changed = changeAddress(changed).account();
		}
		Account full = send(changed, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account();

		assertRefused(full);
	}

	@Test
	void undoLinkRestoresTheFormerAddressAndLeavesNoPassword() {
		Change changed = changeAddress(verified());
		LinkToken undo = changed.mailings().get(0).token();

		Change change = changed.account().follow(undo, AccountTests::mailing, LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.EmailChanged(NEW_ADDRESS),
				new AccountEvent.PasswordChanged(null));
		assertThat(change.account().email().value().written()).isEqualTo(ADDRESS);
		assertThat(change.account().email().since()).as("newer than the undone address, on any clock")
			.isEqualTo(LATER.plusMillis(1));
		assertThat(change.account().credential().hash()).isNull();
		assertThat(change.account().credential().passwordVersion()).isEqualTo(2);
	}

	@Test
	void undoSendsALinkThatSetsAPassword() {
		Change changed = changeAddress(verified());

		Change change = changed.account().follow(changed.mailings().get(0).token(), AccountTests::mailing, LATER);

		assertThat(change.account().links().all()).extracting(Link::purpose).containsExactly(LinkPurpose.RECOVERY);
		assertThat(change.mailings()).extracting((mailing) -> mailing.link().address()).containsExactly(ADDRESS);
		LinkToken recovery = change.mailings().get(0).token();
		assertThat(change.account().recover(recovery, "other", LATER).account().credential().hash()).isEqualTo("other");
	}

	@Test
	void undoLinkToTheCurrentAddressEndsSessionsOnly() {
		Account sent = send(verified(), LinkPurpose.UNDO_EMAIL_CHANGE, ADDRESS).account();

		assertThat(events(sent.follow(this.token, AccountTests::mailing, LATER)))
			.containsExactly(new AccountEvent.PasswordChanged(null));
	}

	@Test
	void onlyAnUndoLinkNamesTheAddressThatItRestores() {
		Account undo = send(this.account, LinkPurpose.UNDO_EMAIL_CHANGE, "Former@example.com").account();
		Account change = send(this.account, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account();

		assertThat(undo.restoredBy(this.token, LATER)).contains(EmailAddress.of("Former@example.com"));
		assertThat(undo.lock(null).account().restoredBy(this.token, LATER)).isEmpty();
		assertThat(change.restoredBy(this.token, LATER)).isEmpty();
	}

	@Test
	void unverifiedAccountCedesItsAddressAndAVerifiedOneDoesNot() {
		EmailAddress address = this.account.email().value();

		assertThat(events(this.account.cede(address)))
			.containsExactly(new AccountEvent.Deleted(DeletionReason.DISPLACED));
		assertThat(this.account.cede(EmailAddress.of(NEW_ADDRESS))).isEqualTo(Change.none(this.account));
		assertThatExceptionOfType(EmailTaken.class).isThrownBy(() -> verified().cede(address));
	}

	@Test
	void newPasswordNamesTheKeptSession() {
		UUID session = UUID.randomUUID();

		Change change = this.account.changePassword("other", session);

		assertThat(events(change)).containsExactly(new AccountEvent.PasswordChanged(session));
		assertThat(change.account().credential().hash()).isEqualTo("other");
		assertThat(change.account().credential().passwordVersion()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(value = LinkPurpose.class, names = { "EMAIL_CHANGE", "RECOVERY" })
	void requestOfAnEarlierReleaseIsVoid(LinkPurpose purpose) {
		Link old = new Link(purpose, this.token.hash(), Instant.EPOCH, NOW.plus(Duration.ofHours(1)), ADDRESS, 0);
		Account sent = this.account.send(new Change.Mailing(old, this.token), NOW).account();

		assertRefused(sent);
		assertThatExceptionOfType(InvalidToken.class).isThrownBy(() -> sent.recover(this.token, "other", LATER));
	}

	@Test
	void lockedAccountGetsNoLink() {
		Account locked = this.account.lock(null).account();

		assertThat(send(locked, LinkPurpose.RECOVERY, ADDRESS)).isEqualTo(Change.none(locked));
	}

	@Test
	void endOfAllSessionsVoidsEarlierRequestsOfANewAddressOnly() {
		Account sent = send(this.account, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account();

		assertThat(sent.endSessions(NOW.minusMillis(1))).isEqualTo(Change.none(sent));
		assertThat(sent.endSessions(NOW).steps()).isEmpty();
		assertThat(sent.endSessions(NOW).account().links().all()).isEmpty();
	}

	@Test
	void recoveryOfAVerifiedAccountSetsThePassword() {
		Account sent = send(verified(), LinkPurpose.RECOVERY, ADDRESS).account();

		Change change = sent.recover(this.token, "other", LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.PasswordChanged(null));
		assertThat(change.account().profile()).isEqualTo(this.account.profile());
	}

	@Test
	void recoveryOfAnUnverifiedAccountLeavesNothingOfItsRegistration() {
		Account sent = send(this.account, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account();
		LinkToken recovery = LinkToken.random(sent.id().value());

		Change change = sent.send(mailing(sent, LinkPurpose.RECOVERY, ADDRESS, recovery), NOW)
			.account()
			.recover(recovery, "other", LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.ProfileChanged(),
				new AccountEvent.PasswordChanged(null), new AccountEvent.EmailVerified());
		assertThat(change.steps()).extracting((step) -> step.after().version()).containsExactly(2L, 3L, 4L);
		assertThat(change.account().email().verifiedAt()).isEqualTo(LATER);
		assertThat(change.account().profile()).isEqualTo(Profile.NONE);
		assertThat(change.account().links().all()).isEmpty();
	}

	@Test
	void recoveryByAFormerAddressIsRefused() {
		Account sent = send(this.account, LinkPurpose.RECOVERY, "former@example.com").account();

		assertThatExceptionOfType(InvalidToken.class).isThrownBy(() -> sent.recover(this.token, "other", LATER));
	}

	@ParameterizedTest
	@EnumSource(value = LinkPurpose.class, names = "RECOVERY", mode = EnumSource.Mode.EXCLUDE)
	void noOtherLinkSetsAPassword(LinkPurpose purpose) {
		Account sent = send(this.account, purpose, ADDRESS).account();

		assertThatExceptionOfType(InvalidToken.class).isThrownBy(() -> sent.recover(this.token, "other", LATER));
	}

	@Test
	void upgradedHashKeepsThePasswordVersionAndPublishesNoEvent() {
		Change change = this.account.upgradeCredential(1, "upgraded");

		assertThat(change.steps()).isEmpty();
		assertThat(change.account().credential().hash()).isEqualTo("upgraded");
		assertThat(change.account().credential().version()).isEqualTo(2);
		assertThat(change.account().credential().passwordVersion()).isOne();
	}

	@Test
	void upgradeOfAnOlderCredentialIsIgnored() {
		Account changed = this.account.changePassword("other", null).account();

		assertThat(changed.upgradeCredential(1, "upgraded")).isEqualTo(Change.none(changed));
	}

	@Test
	void hashIsNeverUpgradedOnAnAccountWithoutAPassword() {
		Account imported = Account.take(this.account.id(), this.account.email(), this.account.profile(), null, NOW);

		assertThat(imported.upgradeCredential(1, "upgraded")).isEqualTo(Change.none(imported));
	}

	@Test
	void credentialIsPublishedAgainWithTheSamePassword() {
		Change change = this.account.publishCredential();

		assertThat(change.steps()).isEmpty();
		assertThat(change.account().credential()).isEqualTo(new Credential(2, 1, this.account.credential().hash()));
	}

	private Account verified() {
		Change.Mailing signUp = mailing(this.account, LinkPurpose.SIGN_UP, ADDRESS);
		return this.account.send(signUp, NOW).account().follow(signUp.token(), AccountTests::mailing, NOW).account();
	}

	private Change changedAddress() {
		return changeAddress(this.account);
	}

	private Change changeAddress(Account before) {
		return send(before, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account()
			.follow(this.token, AccountTests::mailing, LATER);
	}

	private Change send(Account to, LinkPurpose purpose, String address) {
		return to.send(mailing(to, purpose, address, this.token), NOW);
	}

	private void assertRefused(Account refusing) {
		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> refusing.follow(this.token, AccountTests::mailing, LATER));
	}

	private static List<AccountEvent> events(Change change) {
		return change.steps().stream().map(Change.Step::event).toList();
	}

	private static Change.Mailing mailing(Account account, LinkPurpose purpose, String address) {
		return mailing(account, purpose, address, LinkToken.random(account.id().value()));
	}

	private static Change.Mailing mailing(Account account, LinkPurpose purpose, String address, LinkToken token) {
		return new Change.Mailing(new Link(purpose, token.hash(), NOW, NOW.plus(Duration.ofHours(1)), address,
				account.credential().passwordVersion()), token);
	}

}
