package dev.rollcall.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The tokens that open the management endpoints to operators.
 */
final class OperatorToken {

	private static final String BEARER = "Bearer ";

	private final List<byte[]> digests;

	OperatorToken(OperatorProperties properties) {
		this.digests = properties.operatorToken()
			.stream()
			.map(String::strip)
			.filter((token) -> !token.isEmpty())
			.map(OperatorToken::digest)
			.toList();
	}

	/**
	 * Whether the header Authorization contains one of the tokens. Takes the same time
	 * for every wrong token.
	 */
	boolean opens(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return false;
		}
		byte[] given = digest(authorization.substring(BEARER.length()).strip());
		boolean opens = false;
		for (byte[] digest : this.digests) {
			opens |= MessageDigest.isEqual(digest, given);
		}
		return opens;
	}

	private static byte[] digest(String token) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
