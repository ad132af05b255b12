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
 * For operators: {@code POST /actuator/keys/rotate} lets the next signing key take its
 * turn.
 */
@Component
@Endpoint(id = "keys", defaultAccess = Access.UNRESTRICTED)
class KeysEndpoint {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final KeyRotation rotation;

	KeysEndpoint(KeyRotation rotation) {
		this.rotation = rotation;
	}

	@WriteOperation
	@Nullable Turn act(@Selector String act) {
		if (!act.equals("rotate")) {
			return null;
		}
		return this.rotation.rotate().map((key) -> new Turn(key.id(), key.signsFrom())).block(LIMIT);
	}

	/**
	 * Whose turn it will be.
	 *
	 * @param keyId the key's id
	 * @param signsFrom from when it signs
	 */
	record Turn(String keyId, Instant signsFrom) {
	}

}
