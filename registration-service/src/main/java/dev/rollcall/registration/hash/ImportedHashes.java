package dev.rollcall.registration.hash;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.schemas.PasswordHash;

import org.springframework.stereotype.Component;

/**
 * Reads hashes of other systems where the computation is one of Rollcall's. What it
 * returns can be verified at sign-in; it is stored in Rollcall's own form.
 */
@Component
public final class ImportedHashes {

	/** Limit of the text, in characters. */
	public static final int MAX_LENGTH = 512;

	/** A storage scheme of LDAP or Spring Security before a hash that names its kind. */
	private static final Pattern SCHEME = Pattern
		.compile("\\{(?:crypt|bcrypt|argon2|argon2@springsecurity_v5_(?:2|8))}(.*)", Pattern.CASE_INSENSITIVE);

	/** Kinds that are named in a refusal, by the start of their text. */
	private static final Map<Pattern, String> OTHERS = Map.of(Pattern.compile("\\$6\\$.*"), "sha512-crypt",
			Pattern.compile("\\$5\\$.*"), "sha256-crypt", Pattern.compile("\\$1\\$.*|\\$apr1\\$.*"), "md5-crypt",
			Pattern.compile("\\$y\\$.*"), "yescrypt", Pattern.compile("\\$(s0|7|scrypt)\\$.*|scrypt[:$].*|\\{scrypt.*"),
			"scrypt", Pattern.compile("\\$bcrypt-sha256\\$.*|bcrypt_sha256\\$.*"), "bcrypt of a SHA-256",
			Pattern.compile("\\$[PH]\\$.*"), "phpass", Pattern.compile("(?i)\\{s?sha.*|\\{s?md5.*"),
			"a salted or plain digest", Pattern.compile("\\{noop}.*"), "plain text");

	private final List<HashFormat> formats;

	ImportedHashes(ImportProperties limits) {
		Pbkdf2Format pbkdf2 = new Pbkdf2Format(limits);
		this.formats = List.of(new Argon2idFormat(limits), new BcryptFormat(limits), pbkdf2, new AspNetFormat(pbkdf2));
	}

	/**
	 * Reads a hash.
	 * @throws RefusedHash if it cannot be verified at sign-in or costs too much
	 */
	public PasswordHash read(String text) {
		Matcher scheme = SCHEME.matcher(text);
		String hash = scheme.matches() ? scheme.group(1) : text;
		PasswordHash read = this.formats.stream()
			.map((format) -> format.read(hash))
			.flatMap(Optional::stream)
			.findFirst()
			.orElseThrow(() -> RefusedHash.unknownKind(name(hash)));
		return PasswordHash.parse(read.encoded())
			.orElseThrow(() -> RefusedHash.parameters(
					"A salt has 8 to 64 bytes, a hash of argon2id 12 to 64 and " + "a hash of pbkdf2 16 to 64"));
	}

	private static String name(String hash) {
		return OTHERS.entrySet()
			.stream()
			.filter((other) -> other.getKey().matcher(hash).matches())
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("This kind");
	}

}
