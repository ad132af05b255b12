package dev.rollcall.registration.hash;

import java.util.Base64;
import java.util.HexFormat;

/**
 * Decodes salts and hashes.
 */
final class Encoded {

	private Encoded() {
	}

	/**
	 * Decodes base64 with or without padding, also with passlib's {@code .} for
	 * {@code +}.
	 * @param part the name of the part in an error
	 * @throws RefusedHash if no bytes have this encoding
	 */
	static byte[] base64(String text, String part) {
		try {
			byte[] bytes = Base64.getDecoder().decode(text.replace('.', '+'));
			String exact = Base64.getEncoder().withoutPadding().encodeToString(bytes);
			if (!exact.equals(withoutPadding(text.replace('.', '+')))) {
				throw RefusedHash.encoding(part);
			}
			return bytes;
		}
		catch (IllegalArgumentException ex) {
			throw RefusedHash.encoding(part);
		}
	}

	/**
	 * Decodes hexadecimal.
	 * @throws RefusedHash if no bytes have this encoding
	 */
	static byte[] hex(String text, String part) {
		try {
			return HexFormat.of().parseHex(text);
		}
		catch (IllegalArgumentException ex) {
			throw RefusedHash.encoding(part);
		}
	}

	private static String withoutPadding(String text) {
		int end = text.indexOf('=');
		return (end < 0) ? text : text.substring(0, end);
	}

}
