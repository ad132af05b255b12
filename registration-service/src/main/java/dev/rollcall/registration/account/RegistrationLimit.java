package dev.rollcall.registration.account;

import dev.rollcall.registration.throttle.Throttle;
import dev.rollcall.web.ClientAddress;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Limits registrations by the client's address. Counts each valid request before the
 * password is hashed, whatever its outcome: accounts are costly, and a conflict discloses
 * an address.
 */
@Component
class RegistrationLimit {

	private final ClientAddress addresses;

	private final Throttle throttle;

	RegistrationLimit(ClientAddress addresses, Throttle throttle) {
		this.addresses = addresses;
		this.throttle = throttle;
	}

	/**
	 * Reserves a registration.
	 * @return fails with {@link dev.rollcall.throttle.TooManyAttempts}
	 */
	Mono<Void> reserve(ServerHttpRequest request) {
		return Mono.justOrEmpty(this.addresses.of(request)).flatMap(this.throttle::registration);
	}

}
