package dev.rollcall.verification;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/verify}: POST starts a run, GET returns the current or last one.
 */
@Endpoint(id = "verify")
final class VerifyEndpoint {

	private final VerificationRuns runs;

	VerifyEndpoint(VerificationRuns runs) {
		this.runs = runs;
	}

	@ReadOperation
	VerifyReport report() {
		return this.runs.report();
	}

	/** Returns the current run if one is in progress, and then starts none. */
	@WriteOperation
	VerifyReport start(@Nullable Boolean repair, @Nullable Boolean restored) {
		return this.runs.start(new Verification.Order(Boolean.TRUE.equals(repair), Boolean.TRUE.equals(restored)));
	}

}
