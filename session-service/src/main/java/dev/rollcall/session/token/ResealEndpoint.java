package dev.rollcall.session.token;

import java.time.Duration;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * For operators: {@code POST /actuator/reseal} seals the signing keys again, with the
 * secret that writes now, so that a former one can be taken away.
 */
@Component
@Endpoint(id = "reseal", defaultAccess = Access.UNRESTRICTED)
class ResealEndpoint {

	private static final Duration LIMIT = Duration.ofSeconds(30);

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
			.concatMap((key) -> this.store.reseal(key).thenReturn(key))
			.count()
			.block(LIMIT);
		return new Resealed((count != null) ? count : 0);
	}

	/**
	 * What was done.
	 *
	 * @param resealed how many signing keys
	 */
	record Resealed(long resealed) {
	}

}
