package dev.rollcall.session.credential;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.throttle.HashingLimits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The capacity of password verification. A verification takes one core for 20 to 70 ms
 * and the memory of its hash (19 MiB for the hashes of registration-service).
 *
 * @param threads the number of concurrent verifications; 0 for one per core
 * @param queue the number of waiting verifications of each kind, usual and costly; beyond
 * it, sign-in answers 503
 * @param memory of concurrent verifications, together; others wait. One costly
 * verification comes on top, up to the memory of the largest hash (128 MiB)
 * @param costly the cost above which a hash is costly, in multiples of the dummy's:
 * costly hashes are verified one at a time, and others do not wait for them
 * @param dummy the cost of a sign-in without an account
 */
@ConfigurationProperties("rollcall.password-verification")
record CredentialProperties(@DefaultValue("0") int threads, @DefaultValue("64") int queue,
		@DefaultValue("100MB") DataSize memory, @DefaultValue("10") double costly, @DefaultValue Dummy dummy) {

	HashingLimits limits() {
		int effective = (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
		return new HashingLimits(effective, this.queue, this.memory, this.costly * this.dummy.cost());
	}

	/**
	 * The Argon2id parameters of registration-service. If the two services differ, the
	 * response time of a sign-in discloses whether an account exists. (The parameters of
	 * the latest verified hash would be no better: one imported, cheaper hash would make
	 * the dummy cheap.)
	 */
	record Dummy(@DefaultValue("19456KB") DataSize memory, @DefaultValue("2") int iterations,
			@DefaultValue("1") int parallelism) {

		int memoryKiB() {
			return Math.toIntExact(this.memory.toKilobytes());
		}

		private double cost() {
			return new PasswordHash.Argon2id(memoryKiB(), this.iterations, this.parallelism, new byte[0], new byte[0])
				.cost();
		}

	}

}
