package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.session.key.Keys;
import dev.rollcall.throttle.HashingCapacity;
import dev.rollcall.throttle.StartGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Verifies passwords within the capacity for hashes. The time that it takes does not
 * disclose whether a hash exists.
 */
@Component
public final class PasswordVerification {

	private static final Logger logger = LoggerFactory.getLogger(PasswordVerification.class);

	private static final int SALT_BYTES = 16;

	private static final int HASH_BYTES = 32;

	private final PasswordHash.Argon2id dummy;

	private final PasswordMatching matching;

	private final Aead key;

	private final HashingCapacity capacity;

	PasswordVerification(Keys keys, CredentialProperties properties, HashingCapacity capacity) {
		this.key = keys.credential();
		this.dummy = dummy(properties.dummy());
		this.matching = new PasswordMatching(Argon2id.fastest(), this.dummy);
		this.capacity = capacity;
	}

	/**
	 * Verifies a password.
	 * @param credential if empty, verifies against a dummy hash of the same cost
	 * @param gate opened when the first hash begins
	 * @return the result; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<Verified> verify(Optional<SealedCredential> credential, String password, StartGate gate) {
		return Mono.defer(() -> {
			Optional<PasswordHash> hash = credential.flatMap(this::decrypt);
			PasswordHash like = hash.orElse(this.dummy);
			// An upgrade takes the dummy's memory.
			int memoryKiB = Math.max(like.memoryKiB(), this.dummy.memoryKiB());
			return this.capacity.compute(memoryKiB, like.cost(), gate, () -> verifyNow(credential, hash, password));
		});
	}

	private Verified verifyNow(Optional<SealedCredential> credential, Optional<PasswordHash> hash, String password) {
		Optional<String> matched = this.matching.match(hash.orElse(this.dummy), password);
		if (hash.isEmpty() || matched.isEmpty()) {
			return Verified.NO;
		}
		return new Verified(true,
				this.matching.upgrade(hash.get(), matched.get())
					.map((upgrade) -> seal(credential.orElseThrow(), upgrade))
					.orElse(null));
	}

	private byte[] seal(SealedCredential credential, PasswordHash upgrade) {
		try {
			return this.key.encrypt(upgrade.encoded().getBytes(StandardCharsets.UTF_8),
					credential.associatedDataOfUpgrade());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Encrypting with rollcall.keys.credential failed", ex);
		}
	}

	/**
	 * Decrypts a hash.
	 * @return empty if it cannot be read or the account has no password
	 */
	private Optional<PasswordHash> decrypt(SealedCredential credential) {
		try {
			byte[] phc = this.key.decrypt(credential.sealedHash(), credential.associatedData());
			if (phc.length == 0) {
				return Optional.empty();
			}
			Optional<PasswordHash> hash = PasswordHash.parse(new String(phc, StandardCharsets.UTF_8));
			if (hash.isEmpty()) {
				logger.warn(
						"The credential of user {} has a hash of an unknown kind or outside the cost limits; sign-in is refused",
						credential.userId());
			}
			return hash;
		}
		catch (GeneralSecurityException ex) {
			logger.error("Decrypting the credential of user {} with rollcall.keys.credential failed",
					credential.userId());
			return Optional.empty();
		}
	}

	/** A random hash that no password matches. */
	private static PasswordHash.Argon2id dummy(CredentialProperties.Dummy like) {
		SecureRandom random = new SecureRandom();
		byte[] salt = new byte[SALT_BYTES];
		byte[] hash = new byte[HASH_BYTES];
		random.nextBytes(salt);
		random.nextBytes(hash);
		return new PasswordHash.Argon2id(like.memoryKiB(), like.iterations(), like.parallelism(), salt, hash);
	}

}
