package dev.rollcall.registration.hash;

import dev.rollcall.schemas.PasswordHash;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits on the cost of imported hashes: every sign-in attempt at such an account costs
 * that much until the first one succeeds. The defaults verify in about 250 ms on one
 * core. session-service verifies stored hashes up to the limits of {@link PasswordHash},
 * so a lower limit affects no existing account.
 *
 * @param argon2idMemory memory of one hash
 * @param argon2idWork memory times iterations
 * @param bcryptCost logarithm of bcrypt's rounds; each step doubles the time
 * @param pbkdf2Sha256Iterations iterations of PBKDF2 with SHA-256, for each 32 bytes of
 * the hash
 * @param pbkdf2Sha512Iterations iterations of PBKDF2 with SHA-512
 */
@ConfigurationProperties("rollcall.import")
record ImportProperties(@DefaultValue("100MB") DataSize argon2idMemory, @DefaultValue("256MB") DataSize argon2idWork,
		@DefaultValue("12") int bcryptCost, @DefaultValue("1000000") int pbkdf2Sha256Iterations,
		@DefaultValue("300000") int pbkdf2Sha512Iterations) {

	private static final int SHA256_BYTES = 32;

	ImportProperties {
		if (argon2idMemory.toKilobytes() > PasswordHash.Argon2id.MAX_MEMORY || bcryptCost > PasswordHash.Bcrypt.MAX_COST
				|| Math.max(pbkdf2Sha256Iterations, pbkdf2Sha512Iterations) > PasswordHash.Pbkdf2.MAX_ITERATIONS) {
			throw new IllegalArgumentException("rollcall.import: at most argon2id-memory=128MB, bcrypt-cost=14 and "
					+ "2000000 iterations of pbkdf2, because sign-in verifies no costlier hash");
		}
	}

	void checkArgon2id(int memory, int iterations, int parallelism) {
		check("The memory of argon2id in KiB (m)", memory, this.argon2idMemory.toKilobytes());
		check("The number of iterations of argon2id (t)", iterations, PasswordHash.Argon2id.MAX_ITERATIONS);
		check("The number of lanes of argon2id (p)", parallelism, PasswordHash.Argon2id.MAX_PARALLELISM);
		check("Memory in KiB times iterations of argon2id (m*t)", (long) memory * iterations,
				this.argon2idWork.toKilobytes());
	}

	void checkBcrypt(int cost) {
		check("The cost of bcrypt", cost, this.bcryptCost);
	}

	void checkPbkdf2Sha256(int iterations, int hashBytes) {
		int blocks = (hashBytes + SHA256_BYTES - 1) / SHA256_BYTES;
		check("The number of iterations of pbkdf2 with sha256, times %d blocks of the hash,".formatted(blocks),
				(long) iterations * blocks, this.pbkdf2Sha256Iterations);
	}

	void checkPbkdf2Sha512(int iterations) {
		check("The number of iterations of pbkdf2 with sha512", iterations, this.pbkdf2Sha512Iterations);
	}

	private static void check(String what, long value, long limit) {
		if (value > limit) {
			throw RefusedHash.cost(what, value, limit);
		}
	}

}
