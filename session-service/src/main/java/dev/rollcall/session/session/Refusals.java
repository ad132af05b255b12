package dev.rollcall.session.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Account;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Says why sign-ins are refused, and tells of those that were, on a thread of its own: an
 * answer must not take longer because there is an account. Only for accounts that exist;
 * with much pending, or more refusals than the thread can tell of, they are counted and
 * not told.
 */
@Component
final class Refusals implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private static final Duration STORE_LIMIT = Duration.ofSeconds(4);

	private static final Duration PATIENCE = Duration.ofMillis(200);

	private static final int MOST_WAITING = 1000;

	private final BlockingQueue<Refused> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

	private final SessionCommands commands;

	private final RegistrationMode registration;

	private final Counter untold;

	private volatile @Nullable Thread thread;

	Refusals(SessionCommands commands, RegistrationMode registration, MeterRegistry meters) {
		this.commands = commands;
		this.registration = registration;
		this.untold = Counter.builder("rollcall.signin.refusals.untold")
			.description("Refused sign-ins of which no event tells")
			.register(meters);
	}

	/**
	 * Says why a user may not sign in, though the password is right.
	 * @param account the account
	 * @return the reason; empty where the user may
	 */
	Optional<SessionEvent.Refusal> reason(Account account) {
		if (!account.active()) {
			return Optional.of(SessionEvent.Refusal.USER_LOCKED);
		}
		return (account.emailVerified() || this.registration.discloseTakenEmail()) ? Optional.empty()
				: Optional.of(SessionEvent.Refusal.EMAIL_NOT_VERIFIED);
	}

	/**
	 * Tells of a refusal, later. Never blocks.
	 * @param userId whose account
	 * @param reason why
	 * @param correlationId the request
	 */
	void tell(UserId userId, SessionEvent.Refusal reason, String correlationId) {
		if (!this.waiting.offer(new Refused(userId, reason, correlationId))) {
			this.untold.increment();
		}
	}

	@Override
	public void start() {
		Thread teller = new Thread(this::run, "refusals");
		this.thread = teller;
		teller.start();
	}

	@Override
	public void stop() {
		this.thread = null;
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void run() {
		while (isRunning() || !this.waiting.isEmpty()) {
			try {
				Refused next = this.waiting.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
				if (next != null) {
					write(next);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private void write(Refused refused) {
		try {
			this.commands
				.run(refused.userId(), refused.correlationId(),
						(sessions) -> new Decision<>(true, sessions.tell(new SessionEvent.Refused(refused.reason()))))
				.block(STORE_LIMIT);
		}
		catch (RuntimeException ex) {
			this.untold.increment();
			logger.debug("A refused sign-in is not told: {}", ex.getClass().getSimpleName());
		}
	}

	/**
	 * A sign-in that was refused.
	 */
	private record Refused(UserId userId, SessionEvent.Refusal reason, String correlationId) {
	}

}
