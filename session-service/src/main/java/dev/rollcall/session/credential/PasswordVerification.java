package dev.rollcall.session.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.google.crypto.tink.Aead;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.session.key.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.stereotype.Component;

/**
 * Verifies passwords on a bounded number of own threads. The time that it takes does not
 * disclose whether a hash exists.
 */
@Component
public final class PasswordVerification implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PasswordVerification.class);

	private static final int SALT_BYTES = 16;

	private static final int HASH_BYTES = 32;

	private final Argon2id argon2id = Argon2id.fastest();

	private final PasswordHash.Argon2id dummy;

	private final Aead key;

	private final SecureRandom random = new SecureRandom();

	private final Scheduler scheduler;

	PasswordVerification(Keys keys, CredentialProperties properties) {
		this.key = keys.credential();
		this.dummy = dummy(properties.dummy());
		int threads = properties.effectiveThreads();
		this.scheduler = Schedulers.fromExecutorService(new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(properties.queue()), new CustomizableThreadFactory("password-")));
	}

	/**
	 * Verifies a password.
	 * @param credential if empty, verifies against a dummy hash of the same cost
	 * @return the result; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<Verified> verify(Optional<SealedCredential> credential, String password) {
		return Mono.fromCallable(() -> verifyNow(credential, password)).subscribeOn(this.scheduler);
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
	}

	private Verified verifyNow(Optional<SealedCredential> credential, String password) {
		Optional<PasswordHash> hash = credential.flatMap(this::decrypt);
		byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
		try {
			if (hash.isEmpty()) {
				this.argon2id.verify(this.dummy, bytes);
				return Verified.NO;
			}
			boolean matches = matches(hash.get(), password, bytes);
			boolean current = hash.get() instanceof PasswordHash.Argon2id argon && argon.isLike(this.dummy);
			return new Verified(matches, (matches && !current) ? upgrade(credential.orElseThrow(), bytes) : null);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private boolean matches(PasswordHash hash, String password, byte[] bytes) {
		if (hash instanceof PasswordHash.Argon2id argon) {
			return this.argon2id.verify(argon, bytes);
		}
		return (hash instanceof PasswordHash.Pbkdf2 pbkdf2) ? pbkdf2.matches(password)
				: BCrypt.checkpw(bytes, hash.encoded());
	}

	private byte[] upgrade(SealedCredential credential, byte[] password) {
		byte[] salt = new byte[SALT_BYTES];
		this.random.nextBytes(salt);
		String encoded = this.argon2id.hash(this.dummy, salt, password).encoded();
		try {
			return this.key.encrypt(encoded.getBytes(StandardCharsets.UTF_8), credential.associatedDataOfUpgrade());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Encrypting with rollcall.keys.credential failed", ex);
		}
	}

	private Optional<PasswordHash> decrypt(SealedCredential credential) {
		try {
			byte[] phc = this.key.decrypt(credential.sealedHash(), credential.associatedData());
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
