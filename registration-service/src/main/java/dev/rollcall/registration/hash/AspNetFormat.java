package dev.rollcall.registration.hash;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.rollcall.schemas.PasswordHash;

/**
 * ASP.NET Core Identity: base64 of a version, the digest, iterations and salt's length as
 * big-endian numbers, salt and PBKDF2 hash. Only version 3 says which digest it has.
 */
final class AspNetFormat implements HashFormat {

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{20,}={0,2}");

	private static final String[] DIGESTS = { "sha1", "sha256", "sha512" };

	private static final int V2_BYTES = 1 + 16 + 32;

	private static final int HEADER = 1 + 3 * Integer.BYTES;

	private final Pbkdf2Format pbkdf2;

	AspNetFormat(Pbkdf2Format pbkdf2) {
		this.pbkdf2 = pbkdf2;
	}

	@Override
	public Optional<PasswordHash> read(String text) {
		return BASE64.matcher(text).matches() ? decode(text).flatMap(this::read) : Optional.empty();
	}

	private static Optional<ByteBuffer> decode(String text) {
		try {
			return Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(text)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private Optional<PasswordHash> read(ByteBuffer bytes) {
		byte version = bytes.get();
		if (version == 0 && bytes.capacity() == V2_BYTES) {
			throw RefusedHash.unknownKind("ASP.NET Identity version 2 (pbkdf2 with sha1)");
		}
		if (version != 1 || bytes.capacity() <= HEADER) {
			return Optional.empty();
		}
		int digest = bytes.getInt();
		int iterations = bytes.getInt();
		int saltLength = bytes.getInt();
		if (digest < 0 || digest >= DIGESTS.length || iterations < 1 || saltLength < 0
				|| saltLength > bytes.remaining()) {
			throw RefusedHash.parameters("Digest, iterations or the salt's length are impossible");
		}
		byte[] salt = new byte[saltLength];
		bytes.get(salt);
		byte[] hash = new byte[bytes.remaining()];
		bytes.get(hash);
		return Optional.of(this.pbkdf2.hash(DIGESTS[digest], iterations, salt, hash));
	}

}
