package dev.rollcall.registration.credential;

/**
 * The password's hash and its versions.
 *
 * @param version of the credential record: 1, 2, 3 ...
 * @param passwordVersion of the password: 1, 2, 3 ...
 */
public record Credential(long version, long passwordVersion, String hash) {

	public static Credential first(String hash) {
		return new Credential(1, 1, hash);
	}

	/**
	 * Returns the credential of a new password.
	 */
	public Credential changed(String changed) {
		return new Credential(this.version + 1, this.passwordVersion + 1, changed);
	}

	/**
	 * Returns the credential with a new hash of the same password.
	 */
	public Credential upgraded(String upgraded) {
		return new Credential(this.version + 1, this.passwordVersion, upgraded);
	}

	@Override
	public String toString() {
		return "Credential[version=" + this.version + ", passwordVersion=" + this.passwordVersion + "]";
	}

}
