package dev.rollcall.schemas;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The text is fixed: with another one, existing ciphertexts could not be decrypted.
 */
class AssociatedDataTests {

	private static final UUID USER = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

	private static final UUID EVENT = UUID.fromString("0198c0de-0000-7000-8000-000000000002");

	@Test
	void sealIsBoundToTopicUserAndVersionOrEvent() {
		assertThat(AssociatedData.credential(USER, 3)).asString()
			.isEqualTo("rollcall-user-credentials/0198c0de-0000-7000-8000-000000000001/3");
		assertThat(AssociatedData.credentialUpgrade(USER, 3)).asString()
			.isEqualTo("rollcall-credential-upgrades/0198c0de-0000-7000-8000-000000000001/3");
		assertThat(AssociatedData.linkToken(USER, EVENT)).asString()
			.isEqualTo("rollcall-notification-requests/0198c0de-0000-7000-8000-000000000001/"
					+ "0198c0de-0000-7000-8000-000000000002");
	}

}
