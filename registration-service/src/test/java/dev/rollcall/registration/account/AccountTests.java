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
		Change change = this.account.delete();

		assertThat(events(change)).containsExactly(new AccountEvent.Deleted());
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
	void signUpLinkVerifiesTheAddressOnce() {
		Account sent = send(this.account, LinkPurpose.SIGN_UP, ADDRESS).account();

		Change change = sent.follow(this.token, AccountTests::undo, LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.EmailVerified());
		assertThat(change.account().email().verifiedAt()).isEqualTo(LATER);
		assertThat(change.account().email().since()).isEqualTo(NOW);
		assertThat(change.account().links().all()).isEmpty();
		assertRefused(change.account());
	}

	@Test
	void signUpLinkOfAVerifiedAddressChangesOnlyTheLinks() {
		Account sent = send(verified(), LinkPurpose.SIGN_UP, ADDRESS).account();

		Change change = sent.follow(this.token, AccountTests::undo, LATER);

		assertThat(change.steps()).isEmpty();
		assertThat(change.account().email()).isEqualTo(sent.email());
		assertThat(change.account().links().all()).isEmpty();
	}

	@Test
	void signUpLinkOfAFormerAddressIsRefused() {
		assertRefused(send(this.account, LinkPurpose.SIGN_UP, "former@example.com").account());
	}

	@Test
	void expiredOrUnknownLinkIsRefused() {
		Account sent = send(this.account, LinkPurpose.SIGN_UP, ADDRESS).account();

		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> sent.follow(this.token, AccountTests::undo, NOW.plus(Duration.ofHours(1))));
		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> sent.follow(LinkToken.random(sent.id().value()), AccountTests::undo, LATER));
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
		Change change = changedAddress();

		assertThat(change.mailings()).extracting((mailing) -> mailing.link().address()).containsExactly(ADDRESS);
		assertThat(change.account().links().all()).extracting(Link::purpose)
			.containsExactly(LinkPurpose.UNDO_EMAIL_CHANGE);
	}

	@ParameterizedTest
	@EnumSource(value = LinkPurpose.class, names = { "SIGN_UP", "RECOVERY" })
	void changeOfAddressMakesOtherLinksVoid(LinkPurpose purpose) {
		LinkToken otherToken = LinkToken.random(this.account.id().value());
		Link other = link(otherToken, purpose, ADDRESS);

		Account after = changeAddress(this.account.send(other, otherToken, NOW).account()).account();

		assertThat(after.links().all()).doesNotContain(other);
	}

	@Test
	void addressCannotChangeWhileEightChangesCanBeUndone() {
		Account changed = this.account;
		for (int i = 0; i < 8; i++) {
			changed = changeAddress(changed).account();
		}
		Account full = send(changed, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account();

		assertRefused(full);
	}

	@Test
	void undoLinkRestoresTheFormerAddress() {
		Change changed = changedAddress();
		LinkToken undo = changed.mailings().get(0).token();

		Change change = changed.account().follow(undo, AccountTests::undo, LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.EmailChanged(NEW_ADDRESS));
		assertThat(change.account().email().value().written()).isEqualTo(ADDRESS);
		assertThat(change.account().links().all()).isEmpty();
		assertThat(change.mailings()).isEmpty();
	}

	@Test
	void newPasswordMakesRecoveryLinksVoidAndNamesTheKeptSession() {
		Account sent = send(this.account, LinkPurpose.RECOVERY, ADDRESS).account();
		UUID session = UUID.randomUUID();

		Change change = sent.changePassword("other", session);

		assertThat(events(change)).containsExactly(new AccountEvent.PasswordChanged(session));
		assertThat(change.account().credential().hash()).isEqualTo("other");
		assertThat(change.account().credential().passwordVersion()).isEqualTo(2);
		assertThat(change.account().links().all()).isEmpty();
	}

	@Test
	void recoverySetsThePasswordAndVerifiesTheAddress() {
		Account sent = send(this.account, LinkPurpose.RECOVERY, ADDRESS).account();

		Change change = sent.recover(this.token, "other", LATER);

		assertThat(events(change)).containsExactly(new AccountEvent.PasswordChanged(null),
				new AccountEvent.EmailVerified());
		assertThat(change.steps()).extracting((step) -> step.after().version()).containsExactly(2L, 3L);
		assertThat(change.account().email().verifiedAt()).isEqualTo(LATER);
	}

	@Test
	void recoveryByAFormerOrVerifiedAddressOnlySetsThePassword() {
		Account former = send(this.account, LinkPurpose.RECOVERY, "former@example.com").account();
		Account verified = send(verified(), LinkPurpose.RECOVERY, ADDRESS).account();

		for (Account sent : List.of(former, verified)) {
			assertThat(events(sent.recover(this.token, "other", LATER)))
				.containsExactly(new AccountEvent.PasswordChanged(null));
		}
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
		return send(this.account, LinkPurpose.SIGN_UP, ADDRESS).account()
			.follow(this.token, AccountTests::undo, NOW)
			.account();
	}

	private Change changedAddress() {
		return changeAddress(this.account);
	}

	private Change changeAddress(Account before) {
		return send(before, LinkPurpose.EMAIL_CHANGE, NEW_ADDRESS).account()
			.follow(this.token, AccountTests::undo, LATER);
	}

	private Change send(Account to, LinkPurpose purpose, String address) {
		return to.send(link(this.token, purpose, address), this.token, NOW);
	}

	private void assertRefused(Account refusing) {
		assertThatExceptionOfType(InvalidToken.class)
			.isThrownBy(() -> refusing.follow(this.token, AccountTests::undo, LATER));
	}

	private static List<AccountEvent> events(Change change) {
		return change.steps().stream().map(Change.Step::event).toList();
	}

	private static Change.Mailing undo(UUID userId, String address) {
		LinkToken token = LinkToken.random(userId);
		return new Change.Mailing(link(token, LinkPurpose.UNDO_EMAIL_CHANGE, address), token);
	}

	private static Link link(LinkToken token, LinkPurpose purpose, String address) {
		return new Link(purpose, token.hash(), NOW.plus(Duration.ofHours(1)), address);
	}

}
