package dev.rollcall.registration.credential;

import org.jspecify.annotations.Nullable;

/**
 * The password's hash and its versions.
 *
 * @param version of the credential record: 1, 2, 3 ...
 * @param passwordVersion of the password: 1, 2, 3 ...
 * @param hash null if the account has no password: none matches until one is set
 */
public record Credential(long version, long passwordVersion, @Nullable String hash) {

	public static Credential first(@Nullable String hash) {
		return new Credential(1, 1, hash);
	}

	/**
	 * Returns the credential of a new password.
	 * @param changed null for no password
	 */
	public Credential changed(@Nullable String changed) {
		return new Credential(this.version + 1, this.passwordVersion + 1, changed);
	}

	/**
	 * Returns the credential with a new hash of the same password.
	 */
	public Credential upgraded(String upgraded) {
		return new Credential(this.version + 1, this.passwordVersion, upgraded);
	}

	/**
	 * Returns the same credential in a new version, to publish it again.
	 */
	public Credential again() {
		return new Credential(this.version + 1, this.passwordVersion, this.hash);
	}

	@Override
	public String toString() {
		return "Credential[version=" + this.version + ", passwordVersion=" + this.passwordVersion + "]";
	}

}
