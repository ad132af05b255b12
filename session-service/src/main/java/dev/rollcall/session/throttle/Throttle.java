package dev.rollcall.session.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.session.account.EmailAddress;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.key.Keys;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;

/**
 * Says whether somebody may try to sign in once more. An attempt is counted before its
 * password is verified, in the store, so that no burst passes the limit on any number of
 * instances; a success gives it back. An account that does not exist is counted like one
 * that does. Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private static final int NETWORK_BYTES = 8;

	private final Attempts attempts;

	private final Mac mac;

	private final ThrottleProperties properties;

	Throttle(ReactiveMongoTemplate mongo, Keys keys, ThrottleProperties properties, Clock clock) {
		this.attempts = new Attempts(mongo, properties.window(), clock);
		this.mac = keys.device();
		this.properties = properties;
	}

	/**
	 * Counts a sign-in that is about to be tried.
	 * @param email at which account
	 * @param device on which device, if that is known to be its user's: then the device's
	 * own count counts, and no stranger can use it up
	 * @param address from which address
	 * @return the reservation; fails with {@link TooManyAttempts}
	 */
	public Mono<Reservation> reserve(EmailAddress email, Optional<KnownDevice> device, @Nullable String address) {
		String account = device.map((known) -> key("device", known.id()))
			.orElseGet(() -> key("account", email.canonical()));
		int limit = device.isPresent() ? this.properties.device() : this.properties.account();
		Mono<Reservation> first = this.attempts.reserve(account, limit)
			.map((attempt) -> new Reservation(Map.of(account, attempt)));
		if (address == null || (isLoopback(address) && !this.properties.loopback())) {
			return first;
		}
		String place = key("address", network(address));
		return first.flatMap((reserved) -> this.attempts.reserve(place, this.properties.address())
			.map((attempt) -> reserved.and(place, attempt))
			.onErrorResume(TooManyAttempts.class, (ex) -> giveBack(reserved).then(Mono.error(ex))));
	}

	/**
	 * Takes back what was counted: the sign-in has not failed.
	 * @param reservation the reservation
	 * @return completes when it is done
	 */
	public Mono<Void> giveBack(Reservation reservation) {
		return Flux.fromIterable(reservation.attempts().entrySet())
			.concatMap((attempt) -> this.attempts.giveBack(attempt.getKey(), attempt.getValue()))
			.then();
	}

	/**
	 * Forgets what no longer counts.
	 * @return completes when it is done
	 */
	Mono<Void> forget() {
		return this.attempts.forget();
	}

	private String key(String kind, String name) {
		try {
			byte[] hash = this.mac.computeMac(("throttle:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("rollcall.keys.device makes no MAC", ex);
		}
	}

	/**
	 * Of IPv6 the /64, which is one subscriber's: he has as many addresses as he likes.
	 */
	private static String network(String address) {
		try {
			return (InetAddress.getByName(address) instanceof Inet6Address six)
					? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) : address;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	/** An address is a literal: nothing is looked up. */
	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
