package dev.rollcall.registration.credential;

import java.nio.charset.StandardCharsets;

/**
 * A password in clear text. It lives as long as a request.
 */
public record Password(String value) {

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
