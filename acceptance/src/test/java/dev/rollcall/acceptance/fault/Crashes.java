package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Crashes a process at a crash point under load and restarts it.
 */
final class Crashes {

	private final FaultRun run;

	Crashes(FaultRun run) {
		this.run = run;
	}

	/**
	 * Crashes once.
	 * @param point the crash point
	 */
	void at(CrashPoint point) {
		if (point == CrashPoint.REFRESH_BEFORE_ANSWER) {
			refreshing(point);
		}
		else {
			registering(point);
		}
	}

	private void registering(CrashPoint point) {
		arm(point);
		Load load = Load.start(10, Integer.MAX_VALUE, this.run::visit);
		if (point == CrashPoint.RELAY_BEFORE_EPOCH) {
			// Only a take-over reaches this point.
			this.run.system().kill(point.service());
			this.run.system().tryUp(20, point.service());
		}
		awaitCrash(point);
		this.run.system().up(point.service());
		load.stop();
	}

	/** The response is lost. The same token gets the same response again. */
	private void refreshing(CrashPoint point) {
		AtomicReference<Session> session = new AtomicReference<>();
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.run.client().register().flatMap(this.run.client()::signIn), (signedIn) -> {
				signedIn.ifPresent(session::set);
				return signedIn.isPresent();
			});
		arm(point);
		assertThat(this.run.client().refresh(session.get())).isEmpty();
		awaitCrash(point);
		this.run.system().up(point.service());
		Optional<Session> again = this.run.client().refresh(session.get());
		assertThat(again).as("the lost response").isPresent();
		assertThat(this.run.client().refresh(again.orElseThrow())).as("the token of the lost response").isPresent();
	}

	private void arm(CrashPoint point) {
		this.run.system().points().arm(point.service(), point, Crash.HALT);
	}

	private void awaitCrash(CrashPoint point) {
		await("hit of " + point).atMost(Duration.ofSeconds(60))
			.until(() -> this.run.system().points().isHit(point.service(), point)
					&& !this.run.system().isAlive(point.service()));
	}

}
