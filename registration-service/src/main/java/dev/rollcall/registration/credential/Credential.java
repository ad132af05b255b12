package dev.rollcall.registration.credential;

/**
 * What proves a user's identity.
 *
 * @param version counts the credential's records: 1, 2, 3 ...
 * @param passwordVersion counts the passwords: 1, 2, 3 ...
 * @param hash the encoded hash, a PHC string
 */
public record Credential(long version, long passwordVersion, String hash) {

	/**
	 * Returns a new account's credential.
	 * @param hash the encoded hash
	 * @return version 1 of both
	 */
	public static Credential first(String hash) {
		return new Credential(1, 1, hash);
	}

	/**
	 * Returns the credential of another password.
	 * @param changed the encoded hash of it
	 * @return the next version of both
	 */
	public Credential changed(String changed) {
		return new Credential(this.version + 1, this.passwordVersion + 1, changed);
	}

	/**
	 * Returns the credential with another hash of the same password.
	 * @param upgraded the encoded hash
	 * @return the next version; the password's stays
	 */
	public Credential upgraded(String upgraded) {
		return new Credential(this.version + 1, this.passwordVersion, upgraded);
	}

	@Override
	public String toString() {
		return "Credential[version=" + this.version + ", passwordVersion=" + this.passwordVersion + "]";
	}

}
