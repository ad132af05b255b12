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

	@Override
	public String toString() {
		return "Credential[version=" + this.version + ", passwordVersion=" + this.passwordVersion + "]";
	}

}
