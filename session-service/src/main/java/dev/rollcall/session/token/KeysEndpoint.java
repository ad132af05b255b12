package dev.rollcall.session.token;

import java.time.Duration;
import java.time.Instant;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /actuator/keys/rotate} activates the next signing key.
 */
@Component
@Endpoint(id = "keys", defaultAccess = Access.UNRESTRICTED)
class KeysEndpoint {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private final KeyRotation rotation;

	KeysEndpoint(KeyRotation rotation) {
		this.rotation = rotation;
	}

	@WriteOperation
	@Nullable Rotated run(@Selector String command) {
		if (!command.equals("rotate")) {
			return null;
		}
		return this.rotation.rotate().map((key) -> new Rotated(key.id(), key.signsFrom())).block(STORE_TIMEOUT);
	}

	/**
	 * The answer: the next key and the time from which it signs.
	 */
	record Rotated(String keyId, Instant signsFrom) {
	}

}
