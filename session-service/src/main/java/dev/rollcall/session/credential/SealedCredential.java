package dev.rollcall.session.credential;

import java.util.UUID;

import dev.rollcall.schemas.AssociatedData;

/**
 * A password hash, encrypted by registration-service.
 */
public record SealedCredential(UUID userId, long version, long passwordVersion, byte[] sealedHash) {

	byte[] associatedDataOfUpgrade() {
		return AssociatedData.credentialUpgrade(this.userId, this.version);
	}

	byte[] associatedData() {
		return AssociatedData.credential(this.userId, this.version);
	}

}
