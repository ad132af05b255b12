package dev.rollcall.acceptance.fault;

import java.time.Duration;

import dev.rollcall.acceptance.Person;
import dev.rollcall.acceptance.crash.Crash;
import dev.rollcall.acceptance.crash.CrashPoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * F1: registration-service crashes when an undo has deleted the unverified account that
 * has the address, and before it restores the address.
 */
@Tag("faults")
class DisplacementIntegrationTests {

	private static final CrashPoint POINT = CrashPoint.DISPLACEMENT_BEFORE_RESTORATION;

	@Test
	void repeatOfTheLinkRestoresTheAddressAfterACrash() {
		try (FaultRun run = FaultRun.start()) {
			FaultSystem system = run.system();
			Person owner = Person.verified(system.gateway(), system.mails());
			String address = owner.email();
			String undo = owner.changeAddress().token(Person.ADDRESS_CHANGED);
			Person.registered(system.gateway(), system.mails(), address);
			system.points().arm(POINT.service(), POINT, Crash.HALT);

			assertThat(owner.open(undo)).isEqualTo(503);
			await().atMost(Duration.ofSeconds(30))
				.until(() -> system.points().isHit(POINT.service(), POINT) && !system.isAlive(POINT.service()));
			system.up(POINT.service());

			assertThat(owner.open(undo)).isEqualTo(204);
			assertThat(owner.open(undo)).isEqualTo(400);
		}
	}

}
