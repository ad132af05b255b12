package dev.rollcall.session.session;

import java.util.List;

import dev.rollcall.session.account.Account;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignInPolicyTests {

	private final SignInPolicy open = new SignInPolicy(true);

	private final SignInPolicy strict = new SignInPolicy(false);

	@Test
	void activeUserSignsIn() {
		assertThat(this.open.refusal(account(false, true))).isEmpty();
		assertThat(this.strict.refusal(account(true, true))).isEmpty();
	}

	@Test
	void lockedUserIsRefused() {
		assertThat(this.open.refusal(account(true, false))).contains(SessionEvent.Refusal.USER_LOCKED);
	}

	@Test
	void addressIsVerifiedFirstWhereTakenOnesAreConcealed() {
		assertThat(this.strict.refusal(account(false, true))).contains(SessionEvent.Refusal.EMAIL_NOT_VERIFIED);
	}

	private static Account account(boolean verified, boolean active) {
		return new Account(SessionFixture.ADA, 1, "ada@example.com", SessionFixture.NOON, verified, active, List.of(),
				null);
	}

}
