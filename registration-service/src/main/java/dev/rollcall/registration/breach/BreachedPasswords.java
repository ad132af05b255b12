package dev.rollcall.registration.breach;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The passwords that are known from breaches of other services. A failing source refuses
 * no password.
 */
public final class BreachedPasswords {

	private static final Logger logger = LoggerFactory.getLogger(BreachedPasswords.class);

	private static final String METRIC = "rollcall.breached.passwords";

	private final Source source;

	private final Duration timeLimit;

	private final MeterRegistry meters;

	public BreachedPasswords(Source source, Duration timeLimit, MeterRegistry meters) {
		this.source = source;
		this.timeLimit = timeLimit;
		this.meters = meters;
	}

	/**
	 * Looks a password up.
	 * @return whether it is known; false if the source fails or exceeds the time limit;
	 * empty without a source
	 */
	public Mono<Boolean> contain(String password) {
		return Mono.defer(() -> this.source.contains(sha1(password)))
			.timeout(this.timeLimit)
			.doOnNext((known) -> count(known ? "breached" : "unknown"))
			.onErrorResume((ex) -> {
				logger.warn("A new password could not be compared with the breached ones: {}",
						ex.getClass().getSimpleName());
				count("failed");
				return Mono.just(false);
			});
	}

	private void count(String outcome) {
		this.meters.counter(METRIC, "outcome", outcome).increment();
	}

	private static String sha1(String password) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().withUpperCase().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JDK does not support SHA-1", ex);
		}
	}

	/**
	 * Where the hashes of breached passwords are.
	 */
	@FunctionalInterface
	public interface Source {

		/** Knows no password. */
		Source NONE = (sha1) -> Mono.empty();

		/**
		 * Looks a hash up.
		 * @param sha1 in upper-case hexadecimal
		 * @return whether it is known; empty if there is no source
		 */
		Mono<Boolean> contains(String sha1);

	}

}
