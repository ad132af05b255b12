package dev.rollcall.session.credential;

import java.security.MessageDigest;
import java.util.function.Supplier;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.Argon2Version;
import dev.rollcall.schemas.PasswordHash;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2id in native code, or in Java if the native library cannot be loaded.
 */
final class Argon2id {

	private static final Logger logger = LoggerFactory.getLogger(Argon2id.class);

	private final @Nullable Argon2Advanced library;

	Argon2id(@Nullable Argon2Advanced library) {
		this.library = library;
	}

	static Argon2id fastest() {
		return of(() -> Argon2Factory.createAdvanced(Argon2Types.ARGON2id));
	}

	/**
	 * Uses the library if it can compute a hash: it loads parts of itself only then.
	 */
	static Argon2id of(Supplier<Argon2Advanced> factory) {
		try {
			Argon2Advanced library = factory.get();
			library.hashAdvanced(1, 8, 1, new byte[1], new byte[8], 16, Argon2Version.V13);
			return new Argon2id(library);
		}
		catch (LinkageError ex) {
			logger.info("The native Argon2 library cannot be loaded; hashing in Java: {}", ex.getMessage());
			return new Argon2id(null);
		}
	}

	boolean verify(PasswordHash.Argon2id expected, byte[] password) {
		return MessageDigest.isEqual(expected.hash(), raw(expected, password));
	}

	/** Hashes with the parameters of another hash. */
	PasswordHash.Argon2id hash(PasswordHash.Argon2id like, byte[] salt, byte[] password) {
		return like.with(salt, raw(like.with(salt, like.hash()), password));
	}

	private byte[] raw(PasswordHash.Argon2id like, byte[] password) {
		return (this.library != null) ? natively(this.library, like, password) : inJava(like, password);
	}

	private static byte[] natively(Argon2Advanced library, PasswordHash.Argon2id like, byte[] password) {
		return library
			.hashAdvanced(like.iterations(), like.memory(), like.parallelism(), password, like.salt(),
					like.hash().length, Argon2Version.V13)
			.getRaw();
	}

	private static byte[] inJava(PasswordHash.Argon2id like, byte[] password) {
		Argon2BytesGenerator generator = new Argon2BytesGenerator();
		generator.init(
				new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
					.withIterations(like.iterations())
					.withMemoryAsKB(like.memory())
					.withParallelism(like.parallelism())
					.withSalt(like.salt())
					.build());
		byte[] hash = new byte[like.hash().length];
		generator.generateBytes(password, hash);
		return hash;
	}

}
