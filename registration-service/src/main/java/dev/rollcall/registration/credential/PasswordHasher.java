package dev.rollcall.registration.credential;

import java.util.Optional;

import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.throttle.HashingCapacity;
import dev.rollcall.throttle.StartGate;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Hashes and verifies passwords within the capacity for hashes, off the event loop.
 */
@Component
public final class PasswordHasher {

	private final Argon2id argon2id;

	private final PasswordMatching matching;

	private final CredentialProperties properties;

	private final HashingCapacity capacity;

	PasswordHasher(Argon2id argon2id, CredentialProperties properties, HashingCapacity capacity) {
		this.argon2id = argon2id;
		this.matching = new PasswordMatching(argon2id);
		this.properties = properties;
		this.capacity = capacity;
	}

	/**
	 * Hashes the normal form of a password.
	 * @return the PHC string; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<String> hash(Password password) {
		return Mono.defer(() -> this.capacity.compute(this.properties.memoryKiB(), this.properties.cost(),
				new StartGate(), () -> this.argon2id.hash(password.normal())));
	}

	/**
	 * Verifies a password.
	 * @param gate opened when the verification begins
	 * @return whether it matches; never if the account has no password; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<Boolean> matches(Credential credential, Password password, StartGate gate) {
		String encoded = credential.hash();
		if (encoded == null) {
			return Mono.just(false);
		}
		Optional<PasswordHash> hash = PasswordHash.parse(encoded);
		return this.capacity.compute(hash.map(PasswordHash::memoryKiB).orElse(0),
				hash.map(PasswordHash::cost).orElse(0.0), gate, () -> this.matching.matches(encoded, password));
	}

}
