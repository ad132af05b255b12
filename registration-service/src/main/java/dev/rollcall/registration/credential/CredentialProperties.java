package dev.rollcall.registration.credential;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of password checks and hashes. The hashing defaults are OWASP's minimum for
 * Argon2id; lower values are refused at startup.
 *
 * @param memory Argon2id's memory for one hash
 * @param iterations Argon2id's passes over the memory
 * @param parallelism Argon2id's lanes; more than 1 has no benefit here
 * @param threads passwords processed at a time; 0 for one per processor
 * @param queue how many more may wait; further requests get 503 at once
 * @param productName a word that no password may contain
 */
@ConfigurationProperties("rollcall.credential")
record CredentialProperties(@DefaultValue("19456KB") DataSize memory, @DefaultValue("2") int iterations,
		@DefaultValue("1") int parallelism, @DefaultValue("0") int threads, @DefaultValue("128") int queue,
		@DefaultValue("rollcall") String productName) {

	static final int SALT_BYTES = 16;

	static final int HASH_BYTES = 32;

	private static final DataSize MIN_MEMORY = DataSize.ofKilobytes(19456);

	private static final int MIN_ITERATIONS = 2;

	CredentialProperties {
		if (memory.compareTo(MIN_MEMORY) < 0 || iterations < MIN_ITERATIONS || parallelism < 1) {
			throw new IllegalArgumentException(
					"rollcall.credential: at least memory=19456KB, iterations=2 and parallelism=1");
		}
	}

	int memoryKiB() {
		return Math.toIntExact(this.memory.toKilobytes());
	}

	int threadCount() {
		return (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

}
