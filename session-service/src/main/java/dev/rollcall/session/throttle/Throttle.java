package dev.rollcall.session.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import com.google.crypto.tink.Mac;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.session.device.KnownDevice;
import dev.rollcall.session.key.Keys;
import dev.rollcall.throttle.Attempts;
import dev.rollcall.throttle.TooManyAttempts;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Limits sign-ins. An attempt is reserved in the store before its password is verified,
 * so no burst on any number of instances passes the limit; a success releases it. Unknown
 * accounts are counted like known ones. Keys are stored as keyed hashes.
 */
@Component
public final class Throttle {

	private static final int NETWORK_BYTES = 8;

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
	 * strangers cannot use up
	 * @param address the client's address; null if unknown
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
			.onErrorResume(TooManyAttempts.class, (ex) -> release(reserved).then(Mono.error(ex))));
	}

	/**
	 * Releases a reservation: the sign-in has not failed.
	 */
	public Mono<Void> release(Reservation reservation) {
		return Flux.fromIterable(reservation.attempts().entrySet())
			.concatMap((attempt) -> this.attempts.release(attempt.getKey(), attempt.getValue()))
			.then();
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

	/** An IPv6 subscriber has a whole /64, so the /64 counts as one address. */
	private static String network(String address) {
		try {
			return (InetAddress.getByName(address) instanceof Inet6Address six)
					? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) : address;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	/** Addresses are literals, so there is no DNS lookup. */
	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
