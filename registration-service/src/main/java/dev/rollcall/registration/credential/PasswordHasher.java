package dev.rollcall.registration.credential;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.stereotype.Component;

/**
 * Hashes and verifies passwords off the event loop.
 */
@Component
public final class PasswordHasher {

	private final Argon2id argon2id;

	private final PasswordMatching matching;

	private final Scheduler scheduler;

	PasswordHasher(Argon2id argon2id, Scheduler passwordScheduler) {
		this.argon2id = argon2id;
		this.matching = new PasswordMatching(argon2id);
		this.scheduler = passwordScheduler;
	}

	/**
	 * Hashes the normal form of a password.
	 * @return the PHC string; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<String> hash(Password password) {
		return Mono.fromCallable(() -> this.argon2id.hash(password.normal())).subscribeOn(this.scheduler);
	}

	/**
	 * Verifies a password.
	 * @return whether it matches; never if the account has no password; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<Boolean> matches(Credential credential, Password password) {
		String hash = credential.hash();
		return (hash == null) ? Mono.just(false)
				: Mono.fromCallable(() -> this.matching.matches(hash, password)).subscribeOn(this.scheduler);
	}

}
