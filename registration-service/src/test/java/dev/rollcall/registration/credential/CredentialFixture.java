package dev.rollcall.registration.credential;

import org.springframework.util.unit.DataSize;

final class CredentialFixture {

	private CredentialFixture() {
	}

	static CredentialProperties properties() {
		return new CredentialProperties(DataSize.ofKilobytes(19456), 2, 1, 1, 4, DataSize.ofMegabytes(100), 10,
				"rollcall");
	}

}
