package dev.rollcall.session.session;

import java.util.Locale;
import java.util.Optional;

import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.account.Account;
import dev.rollcall.session.account.Accounts;
import dev.rollcall.session.credential.PasswordVerification;
import dev.rollcall.session.credential.SealedCredential;
import dev.rollcall.session.credential.Verified;
import dev.rollcall.session.device.Devices;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.throttle.Reservation;
import dev.rollcall.session.throttle.Throttle;
import dev.rollcall.throttle.StartGate;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.AuditEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Signs users in.
 */
@Component
public final class SignIn {

	private final Accounts accounts;

	private final Throttle throttle;

	private final PasswordVerification passwords;

	private final Devices devices;

	private final Starting starting;

	private final Grants grants;

	private final SignInPolicy policy;

	private final RefusedSignIns refusals;

	SignIn(Accounts accounts, Throttle throttle, PasswordVerification passwords, Devices devices, Starting starting,
			Grants grants, SignInPolicy policy, RefusedSignIns refusals) {
		this.accounts = accounts;
		this.throttle = throttle;
		this.passwords = passwords;
		this.devices = devices;
		this.starting = starting;
		this.grants = grants;
		this.policy = policy;
		this.refusals = refusals;
	}

	/**
	 * Signs in. An unknown or locked account takes the same work and the same answer as a
	 * wrong password.
	 * @return the tokens of the new session; fails with {@link InvalidCredentials} or
	 * {@link TooManyAttempts}
	 */
	public Mono<SignedIn> signIn(Attempt attempt) {
		return this.grants.requireSigningKey()
			.then(this.accounts.find(attempt.email()))
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((account) -> tryAt(account, attempt));
	}

	private Mono<SignedIn> tryAt(Optional<Account> account, Attempt attempt) {
		Optional<KnownDevice> device = account.flatMap((found) -> known(found, attempt));
		Mono<Reservation> reservation = this.throttle.reserve(attempt.email(), device, attempt.address())
			.doOnError(TooManyAttempts.class,
					(ex) -> refused(account, SessionEvent.Refusal.TOO_MANY_ATTEMPTS, attempt));
		return counted(reservation, account, attempt)
			.flatMap((verified) -> start(account.orElseThrow(), device, verified, attempt));
	}

	private Optional<KnownDevice> known(Account account, Attempt attempt) {
		return account.credential()
			.flatMap((credential) -> this.devices.find(account.userId(), credential.passwordVersion(),
					attempt.deviceToken()));
	}

	/**
	 * Verifies the password. An attempt whose hash has begun counts, unless the password
	 * is right: also if the client hangs up, the time is over or an error occurs.
	 */
	private Mono<Verified> counted(Mono<Reservation> reservation, Optional<Account> account, Attempt attempt) {
		StartGate gate = new StartGate();
		return Mono.usingWhen(reservation, (reserved) -> verify(account, attempt, gate), this.throttle::release,
				(reserved, ex) -> gate.releaseUnlessBegun(this.throttle.release(reserved)),
				(reserved) -> gate.releaseUnlessBegun(this.throttle.release(reserved)));
	}

	private Mono<Verified> verify(Optional<Account> account, Attempt attempt, StartGate gate) {
		Mono<Verified> verification = this.passwords.verify(account.flatMap(Account::credential), attempt.password(),
				gate);
		return verification.doOnNext((verified) -> {
			if (!verified.matches()) {
				refused(account, SessionEvent.Refusal.WRONG_PASSWORD, attempt);
				throw new InvalidCredentials();
			}
			this.policy.refusal(account.orElseThrow()).ifPresent((reason) -> {
				refused(account, reason, attempt);
				throw new InvalidCredentials();
			});
		});
	}

	private void refused(Optional<Account> account, SessionEvent.Refusal reason, Attempt attempt) {
		audit(account, attempt).reason(account.isPresent() ? reason.name().toLowerCase(Locale.ROOT) : "unknown_account")
			.failure();
		account.ifPresent((found) -> this.refusals.publish(found.userId(), reason, attempt.correlationId()));
	}

	private static AuditEvent audit(Optional<Account> account, Attempt attempt) {
		return AuditEvent.authentication("sign-in")
			.target(account.map((found) -> found.userId().value()).orElse(null))
			.request(attempt.correlationId());
	}

	private Mono<SignedIn> start(Account account, Optional<KnownDevice> device, Verified verified, Attempt attempt) {
		KnownDevice used = device.orElseGet(this.devices::create);
		return this.starting
			.start(account, attempt, new Starting.Device(used, device.isPresent()), upgrade(account, verified))
			.doOnNext((session) -> audit(Optional.of(account), attempt).actor(account.userId().value()).success())
			.doOnError(InvalidCredentials.class,
					(ex) -> audit(Optional.of(account), attempt).reason("outdated_account").failure())
			.map((session) -> new SignedIn(this.grants.grant(account, session),
					this.devices.token(account.userId(), session.passwordVersion(), used)));
	}

	private static SessionEvent.@Nullable Upgraded upgrade(Account account, Verified verified) {
		byte[] sealed = verified.upgrade();
		long version = account.credential().map(SealedCredential::version).orElseThrow();
		return (sealed != null) ? new SessionEvent.Upgraded(version, sealed) : null;
	}

	/**
	 * A request to sign in.
	 *
	 * @param device the name that the client gives its device
	 * @param address the client's address; null if unknown
	 */
	public record Attempt(EmailAddress email, String password, @Nullable String device, @Nullable String deviceToken,
			@Nullable String address, String correlationId) {

		@Override
		public String toString() {
			return "Attempt[correlationId=%s]".formatted(this.correlationId);
		}

	}

	/**
	 * The result of a sign-in.
	 */
	public record SignedIn(Grant grant, String deviceToken) {
	}

}
