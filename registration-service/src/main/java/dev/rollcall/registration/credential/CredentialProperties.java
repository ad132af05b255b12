package dev.rollcall.registration.credential;

import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.throttle.HashingLimits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of password checks and hashes. The hashing defaults are OWASP's minimum for
 * Argon2id; weaker parameters are refused at startup. OWASP lists other pairs of memory
 * and iterations as equally strong.
 *
 * @param memory Argon2id's memory for one hash
 * @param iterations Argon2id's passes over the memory
 * @param parallelism Argon2id's lanes; more than 1 has no benefit here
 * @param threads passwords processed at a time; 0 for one per processor
 * @param queue how many more may wait, usual and costly hashes each; further requests get
 * 503 at once
 * @param totalMemory of the hashes computed at a time, together; others wait. One costly
 * hash comes on top, up to the memory of the largest hash (128 MiB)
 * @param costly the cost above which an imported hash is costly, in multiples of the cost
 * of hashes made here: costly hashes are verified one at a time, and others do not wait
 * for them
 * @param productName a word that no password may contain
 */
@ConfigurationProperties("rollcall.credential")
record CredentialProperties(@DefaultValue("19456KB") DataSize memory, @DefaultValue("2") int iterations,
		@DefaultValue("1") int parallelism, @DefaultValue("0") int threads, @DefaultValue("128") int queue,
		@DefaultValue("100MB") DataSize totalMemory, @DefaultValue("10") double costly,
		@DefaultValue("rollcall") String productName) {

	static final int SALT_BYTES = 16;

	static final int HASH_BYTES = 32;

	/** OWASP's minimum: iterations by memory in KiB. */
	private static final Map<Integer, Integer> MIN_ITERATIONS = Map.of(47104, 1, 19456, 2, 12288, 3, 9216, 4, 7168, 5);

	CredentialProperties {
		if (!isStrong(memory, iterations) || parallelism < 1) {
			throw new IllegalArgumentException(
					"rollcall.credential: at least memory=19456KB, iterations=2 and parallelism=1, or a pair of memory "
							+ "and iterations that OWASP lists as equally strong: " + new TreeMap<>(MIN_ITERATIONS));
		}
	}

	private static boolean isStrong(DataSize memory, int iterations) {
		return MIN_ITERATIONS.entrySet()
			.stream()
			.anyMatch((pair) -> memory.toKilobytes() >= pair.getKey() && iterations >= pair.getValue());
	}

	int memoryKiB() {
		return Math.toIntExact(this.memory.toKilobytes());
	}

	/** The cost of hashes made here. */
	double cost() {
		return new PasswordHash.Argon2id(memoryKiB(), this.iterations, this.parallelism, new byte[0], new byte[0])
			.cost();
	}

	HashingLimits limits() {
		int effective = (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
		return new HashingLimits(effective, this.queue, this.totalMemory, this.costly * cost());
	}

}
