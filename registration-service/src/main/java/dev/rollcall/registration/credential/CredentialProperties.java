package dev.rollcall.registration.credential;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How passwords are judged and hashed. The hashing defaults are the floor that OWASP
 * names for Argon2id; less is refused at start.
 *
 * @param memory Argon2id's memory for one hash, held while it is computed
 * @param iterations Argon2id's passes over that memory
 * @param parallelism Argon2id's lanes; more than 1 gains nothing here
 * @param threads how many passwords are worked on at a time; 0 stands for one a processor
 * @param queue how many more may wait; beyond that requests are answered 503 at once
 * @param productName a word that no password may contain
 */
@ConfigurationProperties("rollcall.credential")
record CredentialProperties(@DefaultValue("19456KB") DataSize memory, @DefaultValue("2") int iterations,
		@DefaultValue("1") int parallelism, @DefaultValue("0") int threads, @DefaultValue("128") int queue,
		@DefaultValue("rollcall") String productName) {

	static final int SALT_BYTES = 16;

	static final int HASH_BYTES = 32;

	private static final DataSize LEAST_MEMORY = DataSize.ofKilobytes(19456);

	private static final int LEAST_ITERATIONS = 2;

	CredentialProperties {
		if (memory.compareTo(LEAST_MEMORY) < 0 || iterations < LEAST_ITERATIONS || parallelism < 1) {
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
