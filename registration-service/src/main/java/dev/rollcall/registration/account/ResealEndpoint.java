package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.rollcall.schemas.UserId;
import dev.rollcall.verification.ErrorBoundary;
import dev.rollcall.verification.RootCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/**
 * For operators: {@code POST /actuator/reseal} publishes all credentials again, sealed
 * with the primary key. A former key can be removed after the compacted topic has dropped
 * the former records. Safe to repeat; {@code GET} returns the progress.
 */
@Component
@Endpoint(id = "reseal", defaultAccess = Access.UNRESTRICTED)
class ResealEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(ResealEndpoint.class);

	private static final int AT_ONCE = 8;

	private static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(60);

	private final AtomicBoolean running = new AtomicBoolean();

	private final AtomicLong resealed = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final MongoAccounts accounts;

	private final AccountCommands commands;

	ResealEndpoint(MongoAccounts accounts, AccountCommands commands) {
		this.accounts = accounts;
		this.commands = commands;
	}

	@ReadOperation
	Progress progress() {
		return new Progress(this.running.get() ? "running" : "done", this.resealed.get(), this.failed.get());
	}

	@WriteOperation
	Progress start() {
		if (this.running.compareAndSet(false, true)) {
			this.resealed.set(0);
			this.failed.set(0);
			Thread thread = new Thread(this::run, "reseal");
			thread.setDaemon(true);
			thread.start();
		}
		return progress();
	}

	private void run() {
		try {
			ErrorBoundary.run(this::reseal);
		}
		catch (RuntimeException ex) {
			logger.error("Re-encryption of credentials stopped before its end; start it again: {}",
					RootCause.of(ex).getClass().getSimpleName());
			this.failed.incrementAndGet();
		}
		finally {
			this.running.set(false);
		}
	}

	private void reseal() {
		this.accounts.ids()
			.flatMap((id) -> this.commands
				.run(UserId.of(id), Cause.bySystem("reseal"), (account, now) -> account.publishCredential())
				.doOnNext((account) -> this.resealed.incrementAndGet())
				.onErrorComplete((ex) -> {
					logger.warn("Re-encrypting the credential of user {} failed: {}", id,
							ex.getClass().getSimpleName());
					this.failed.incrementAndGet();
					return true;
				}), AT_ONCE, 1)
			.timeout(PROGRESS_TIMEOUT)
			.then()
			.block();
	}

	/**
	 * The progress.
	 *
	 * @param state {@code running} or {@code done}
	 */
	record Progress(String state, long resealed, long failed) {
	}

}
