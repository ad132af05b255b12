package dev.rollcall.registration.hash;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.PasswordHash.Bcrypt;

/**
 * bcrypt in the format of crypt(3). Django writes {@code bcrypt$} before it.
 */
final class BcryptFormat implements HashFormat {

	private static final Pattern CRYPT = Pattern.compile("(?:bcrypt\\$)?(\\$2([abxy]?)\\$([0-9]{2})\\$.*)");

	private final ImportProperties limits;

	BcryptFormat(ImportProperties limits) {
		this.limits = limits;
	}

	@Override
	public Optional<PasswordHash> read(String text) {
		Matcher parts = CRYPT.matcher(text);
		return parts.matches() ? Optional.of(read(parts)) : Optional.empty();
	}

	/**
	 * {@code $2$} ignores the end of a password, {@code $2x$} misreads non-ASCII ones.
	 */
	private PasswordHash read(Matcher parts) {
		if (parts.group(2).isEmpty() || "x".equals(parts.group(2))) {
			throw RefusedHash.unknownKind("bcrypt $2" + parts.group(2) + "$");
		}
		int cost = Integer.parseInt(parts.group(3));
		this.limits.checkBcrypt(cost);
		Parameters.atLeast("The cost", cost, Bcrypt.MIN_COST);
		return PasswordHash.parse(parts.group(1)).orElseThrow(() -> RefusedHash.encoding("salt or hash"));
	}

}
