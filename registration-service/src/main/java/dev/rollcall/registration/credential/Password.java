package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.rollcall.schemas.OpaqueString;

/**
 * A password in clear text, as typed. It lives as long as a request.
 */
public record Password(String value) {

	/** Returns it in the form that is compared and hashed. */
	public Password normal() {
		return new Password(OpaqueString.normalize(this.value));
	}

	/** The forms to verify, in order. */
	Stream<Password> forms() {
		return OpaqueString.forms(this.value).map(Password::new);
	}

	int length() {
		return this.value.codePointCount(0, this.value.length());
	}

	byte[] bytes() {
		return this.value.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "Password[not shown]";
	}

}
