package dev.rollcall.session.session;

import java.util.Optional;

import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Account;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.credential.PasswordVerification;
import dev.rollcall.session.credential.SealedCredential;
import dev.rollcall.session.credential.Verified;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.throttle.Reservation;
import dev.rollcall.session.throttle.Throttle;
import dev.rollcall.throttle.TooManyAttempts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Signs in who knows the password.
 */
@Component
public final class SignIn {

	private final Accounts accounts;

	private final Throttle throttle;

	private final PasswordVerification passwords;

	private final Devices devices;

	private final Starting starting;

	private final Grants grants;

	private final Refusals refusals;

	SignIn(Accounts accounts, Throttle throttle, PasswordVerification passwords, Devices devices, Starting starting,
			Grants grants, Refusals refusals) {
		this.accounts = accounts;
		this.throttle = throttle;
		this.passwords = passwords;
		this.devices = devices;
		this.starting = starting;
		this.grants = grants;
		this.refusals = refusals;
	}

	/**
	 * Signs in. An account that is not there, or may not sign in, takes the same work and
	 * the same answer as a wrong password.
	 * @param attempt who and with what
	 * @return the tokens of the new session; fails with {@link InvalidCredentials} or
	 * {@link TooManyAttempts}
	 */
	public Mono<SignedIn> signIn(Attempt attempt) {
		return this.grants.possible()
			.then(this.accounts.find(attempt.email()))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((account) -> tryAt(account, attempt));
	}

	private Mono<SignedIn> tryAt(Optional<Account> account, Attempt attempt) {
		Optional<KnownDevice> device = account
			.flatMap((found) -> this.devices.find(found.userId(), attempt.deviceToken()));
		Mono<Reservation> reservation = this.throttle.reserve(attempt.email(), device, attempt.address())
			.doOnError(TooManyAttempts.class,
					(ex) -> refused(account, SessionEvent.Refusal.TOO_MANY_ATTEMPTS, attempt));
		return Mono.usingWhen(reservation,
				(reserved) -> verify(account, attempt)
					.flatMap((verified) -> start(account.orElseThrow(), device, verified, attempt)),
				this::release, (reserved, ex) -> (ex instanceof InvalidCredentials) ? Mono.empty() : release(reserved),
				this::release);
	}

	/**
	 * Only who gave a wrong password has used up an attempt; not who was told of nothing,
	 * as when the time is over. Where it cannot be given back it counts.
	 */
	private Mono<Void> release(Reservation reservation) {
		return this.throttle.release(reservation).onErrorComplete();
	}

	private Mono<Verified> verify(Optional<Account> account, Attempt attempt) {
		return this.passwords.verify(account.flatMap(Account::credential), attempt.password()).doOnNext((verified) -> {
			if (!verified.matches()) {
				refused(account, SessionEvent.Refusal.WRONG_PASSWORD, attempt);
				throw new InvalidCredentials();
			}
			this.refusals.reason(account.orElseThrow()).ifPresent((reason) -> {
				refused(account, reason, attempt);
				throw new InvalidCredentials();
			});
		});
	}

	private void refused(Optional<Account> account, SessionEvent.Refusal reason, Attempt attempt) {
		account.ifPresent((found) -> this.refusals.tell(found.userId(), reason, attempt.correlationId()));
	}

	private Mono<SignedIn> start(Account account, Optional<KnownDevice> device, Verified verified, Attempt attempt) {
		UserId user = account.userId();
		return this.starting.start(account, attempt, device.isPresent(), upgrade(account, verified))
			.map((session) -> new SignedIn(this.grants.grant(account, session),
					device.map((known) -> this.devices.token(user, known)).orElseGet(() -> this.devices.know(user))));
	}

	private static SessionEvent.@Nullable Upgraded upgrade(Account account, Verified verified) {
		byte[] sealed = verified.upgrade();
		long version = account.credential().map(SealedCredential::version).orElseThrow();
		return (sealed != null) ? new SessionEvent.Upgraded(version, sealed) : null;
	}

	/**
	 * Who wants to sign in, and with what.
	 *
	 * @param email the account's address
	 * @param password the password
	 * @param device what the client calls its device
	 * @param deviceToken by which the device is known again
	 * @param address the client's address
	 * @param correlationId the request that it belongs to
	 */
	public record Attempt(EmailAddress email, String password, @Nullable String device, @Nullable String deviceToken,
			@Nullable String address, String correlationId) {

		@Override
		public String toString() {
			return "Attempt[correlationId=%s]".formatted(this.correlationId);
		}

	}

	/**
	 * What a sign-in gives.
	 *
	 * @param grant the tokens
	 * @param deviceToken what the device is to keep
	 */
	public record SignedIn(Grant grant, String deviceToken) {
	}

}
