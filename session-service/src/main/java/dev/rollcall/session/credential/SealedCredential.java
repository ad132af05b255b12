package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A password's hash as registration-service sealed it.
 *
 * @param userId the user
 * @param version the credential's version
 * @param passwordVersion which of the user's passwords it is of
 * @param sealedHash the PHC string, sealed
 */
public record SealedCredential(UUID userId, long version, long passwordVersion, byte[] sealedHash) {

	byte[] associatedDataOfUpgrade() {
		return "rollcall-credential-upgrades/%s/%d".formatted(this.userId, this.version)
			.getBytes(StandardCharsets.UTF_8);
	}

	byte[] associatedData() {
		return "rollcall-user-credentials/%s/%d".formatted(this.userId, this.version).getBytes(StandardCharsets.UTF_8);
	}

}
