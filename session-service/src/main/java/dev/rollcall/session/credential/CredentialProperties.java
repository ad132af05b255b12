package dev.rollcall.session.credential;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How many passwords are verified at once. Each takes one core for 20 to 70 ms and the
 * memory that its hash names (19 MiB as registration-service makes them).
 *
 * @param threads how many are verified at the same time; 0 for one a core
 * @param queue how many more may wait; beyond it sign-ins are answered 503
 * @param dummy what is hashed where there is no account
 */
@ConfigurationProperties("rollcall.password-verification")
record CredentialProperties(@DefaultValue("0") int threads, @DefaultValue("64") int queue, @DefaultValue Dummy dummy) {

	int effectiveThreads() {
		return (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

	/**
	 * What registration-service hashes with. If the two differ, the time that a sign-in
	 * takes tells whether there is an account. (The last hash seen would be no better: a
	 * user with an imported, cheaper one could make it cheap for all.)
	 *
	 * @param memory memory in KiB
	 * @param iterations passes over the memory
	 * @param parallelism lanes
	 */
	record Dummy(@DefaultValue("19456KB") DataSize memory, @DefaultValue("2") int iterations,
			@DefaultValue("1") int parallelism) {

		int memoryKiB() {
			return Math.toIntExact(this.memory.toKilobytes());
		}

	}

}
