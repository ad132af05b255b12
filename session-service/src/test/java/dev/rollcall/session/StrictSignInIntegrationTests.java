package dev.rollcall.session;

import java.util.Map;

import dev.rollcall.event.RefusalReason;
import dev.rollcall.event.SignInRefused;
import dev.rollcall.schemas.Topic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** If registration does not disclose taken addresses, sign-in does not either. */
@SessionServiceTest
@TestPropertySource(properties = "rollcall.registration.disclose-taken-email=false")
@DirtiesContext
class StrictSignInIntegrationTests {

	@Autowired
	SessionClient client;

	@Test
	void userSignsInOnlyOnceTheAddressIsVerified() {
		TestUser user = TestUser.active();
		Log.register(user);

		Map<String, Object> early = refusal(user.email(), user.password(), user.consistencyToken(1));
		Log.append(Topic.USER_EVENTS, user.id(), user.emailVerified(2));
		this.client.signIn(user.email(), user.password(), user.consistencyToken(2)).expectStatus().isCreated();

		assertThat(early).isEqualTo(refusal("nobody@example.com", user.password(), null))
			.isEqualTo(refusal(user.email(), "wrong", null));
		assertThat(Log.sessionEvents(user.id(), 1)).first()
			.isInstanceOfSatisfying(SignInRefused.class,
					(refused) -> assertThat(refused.getReason()).isEqualTo(RefusalReason.EMAIL_NOT_VERIFIED));
	}

	private Map<String, Object> refusal(String email, String password, @Nullable String token) {
		return SessionClient.refusal(this.client.signIn(email, password, token));
	}

}
