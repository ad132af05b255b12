package dev.rollcall.registration.account;

import java.time.Instant;

import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;

/**
 * An active administrator.
 *
 * @param leavingSince when a command began that takes the role away; null if none did
 */
record Administrator(UserId id, long revision, @Nullable Instant leavingSince) {

	boolean isLeaving() {
		return this.leavingSince != null;
	}

	boolean hasBeenLeavingSince(Instant time) {
		return this.leavingSince != null && this.leavingSince.isBefore(time);
	}

}
