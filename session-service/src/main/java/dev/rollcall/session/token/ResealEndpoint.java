package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * {@code POST /actuator/reseal} re-encrypts the signing keys with the primary key of
 * rollcall.keys.signing, so that an old key can be removed from that secret.
 */
@Component
@Endpoint(id = "reseal", defaultAccess = Access.UNRESTRICTED)
class ResealEndpoint {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

	private final KeyRotation rotation;

	private final MongoSigningKeys store;

	ResealEndpoint(KeyRotation rotation, MongoSigningKeys store) {
		this.rotation = rotation;
		this.store = store;
	}

	@WriteOperation
	Resealed reseal() {
		Long count = this.rotation.all()
			.flatMapMany(Flux::fromIterable)
			.concatMap((key) -> this.store.reencrypt(key).thenReturn(key))
			.count()
			.block(STORE_TIMEOUT);
		return new Resealed((count != null) ? count : 0);
	}

	/**
	 * The answer: the number of re-encrypted signing keys.
	 */
	record Resealed(long resealed) {
	}

}
