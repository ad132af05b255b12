package dev.rollcall.session.credential;

import java.util.UUID;

import dev.rollcall.schemas.AssociatedData;

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
		return AssociatedData.credentialUpgrade(this.userId, this.version);
	}

	byte[] associatedData() {
		return AssociatedData.credential(this.userId, this.version);
	}

}
