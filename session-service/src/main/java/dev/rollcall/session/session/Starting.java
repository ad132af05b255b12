package dev.rollcall.session.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.rollcall.session.account.Account;
import dev.rollcall.session.credential.SealedCredential;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.web.Unavailable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Starts sessions. Refuses if a newer password than the verified one is known.
 */
@Component
final class Starting {

	private static final int SECRET_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final SessionCommands commands;

	private final SessionProperties properties;

	private final Clock clock;

	Starting(SessionCommands commands, SessionProperties properties, Clock clock) {
		this.commands = commands;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Starts a session.
	 * @param upgrade a new hash of the password; null if none is needed
	 * @return the session; fails with {@link InvalidCredentials}
	 */
	Mono<Session> start(Account account, SignIn.Attempt attempt, Device device,
			SessionEvent.@Nullable Upgraded upgrade) {
		long passwordVersion = account.credential().map(SealedCredential::passwordVersion).orElseThrow();
		return this.commands.run(account.userId(), Cause.request(attempt.correlationId()), (sessions) -> {
			if (!sessions.admits(passwordVersion)) {
				throw new InvalidCredentials();
			}
			if (sessions.hasTakenRoleSince(account)) {
				throw new Unavailable("The user has lost a role that the projected account still has");
			}
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
			long userVersion = Math.max(sessions.userVersion(), account.version());
			Session session = session(attempt, device.used().id(), passwordVersion, userVersion, now);
			Change.Started started = sessions.start(session, !device.known() && sessions.hasHistory(), now);
			if (sessions.isUnknownAccount()) {
				started = started.of(account);
			}
			return new Decision<>(session, (upgrade != null) ? started.and(upgrade) : started);
		});
	}

	private Session session(SignIn.Attempt attempt, String deviceId, long passwordVersion, long userVersion,
			Instant now) {
		byte[] secret = new byte[SECRET_BYTES];
		this.random.nextBytes(secret);
		SessionId id = SessionId.random();
		return new Session(id, now, attempt.device(), deviceId, attempt.address(), passwordVersion, userVersion,
				List.of("pwd"), secret, 1, now, now.plus(this.properties.idle(id)),
				now.plus(this.properties.absolute()));
	}

	/**
	 * The device of a sign-in.
	 *
	 * @param known whether it was known to be the user's before
	 */
	record Device(KnownDevice used, boolean known) {
	}

}
