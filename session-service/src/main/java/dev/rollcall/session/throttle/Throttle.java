package dev.rollcall.session.throttle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.key.Keys;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.Limit;
import dev.rollcall.throttle.TooManyAttempts;
import dev.rollcall.web.ClientNetwork;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.stereotype.Component;

/**
 * Limits sign-ins. An attempt is reserved in the store before its password is verified,
 * so no burst on any number of instances passes a limit; a success releases it. Unknown
 * accounts are counted like known ones. Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private final Attempts attempts;

	private final Mac mac;

	private final ThrottleProperties properties;

	Throttle(Attempts attempts, Keys keys, ThrottleProperties properties) {
		this.attempts = attempts;
		this.mac = keys.device();
		this.properties = properties;
	}

	/**
	 * Reserves a sign-in.
	 * @param device a device known to be the user's: it has a count of its own, which
	 * strangers cannot use up, neither at the account nor behind the same address
	 * @param address the client's address; null if unknown
	 * @return the reservation; fails with {@link TooManyAttempts}
	 */
	public Mono<Reservation> reserve(EmailAddress email, Optional<KnownDevice> device, @Nullable String address) {
		return reserve(new Reservation(Map.of()), device.map(this::counts).orElseGet(() -> counts(email, address)));
	}

	/**
	 * Releases a reservation: the sign-in has not failed. What the store cannot release
	 * counts.
	 */
	public Mono<Void> release(Reservation reservation) {
		return Flux.fromIterable(reservation.attempts().entrySet())
			.concatMap((attempt) -> this.attempts.release(attempt.getKey(), attempt.getValue()))
			.then();
	}

	/** One after the other. Unless all succeed, those before are released. */
	private Mono<Reservation> reserve(Reservation reserved, List<Count> counts) {
		if (counts.isEmpty()) {
			return Mono.just(reserved);
		}
		String key = counts.get(0).key();
		return this.attempts.reserve(key, counts.get(0).limits())
			.onErrorResume((ex) -> release(reserved).then(Mono.error(ex)))
			.doFinally((end) -> releaseIfCancelled(end, reserved))
			.flatMap((attempt) -> reserve(reserved.and(key, attempt), counts.subList(1, counts.size())));
	}

	/** The release is not part of the response, so it runs by itself. */
	private void releaseIfCancelled(SignalType end, Reservation reserved) {
		if (end == SignalType.CANCEL) {
			release(reserved).subscribe();
		}
	}

	private List<Count> counts(KnownDevice device) {
		return List.of(new Count(key("device", device.id()), this.attempts.perWindow(this.properties.device()),
				Limit.perDay(this.properties.devicePerDay())));
	}

	/**
	 * The addresses first: a client that has reached their limit takes no attempt from
	 * the account, not even until its release.
	 */
	private List<Count> counts(EmailAddress email, @Nullable String address) {
		List<Count> counts = new ArrayList<>();
		ClientNetwork network = (address != null) ? ClientNetwork.of(address) : null;
		if (network != null && (!network.isLoopback() || this.properties.loopback())) {
			network.site()
				.ifPresent((site) -> counts
					.add(new Count(key("site", site), this.attempts.perWindow(this.properties.site()))));
			counts.add(new Count(key("address", network.subscriber()),
					this.attempts.perWindow(this.properties.address())));
		}
		counts.add(new Count(key("account", email.canonical()), this.attempts.perWindow(this.properties.account()),
				Limit.perDay(this.properties.accountPerDay())));
		return counts;
	}

	private String key(String kind, String name) {
		try {
			byte[] hash = this.mac.computeMac(("throttle:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Hashing the key of an attempt with rollcall.keys.device failed", ex);
		}
	}

	/**
	 * What an attempt counts against.
	 */
	private record Count(String key, Limit... limits) {
	}

}
