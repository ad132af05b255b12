package dev.rollcall.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client's address as limits count it.
 *
 * @param address the address that {@link ClientAddress} returned
 */
public record ClientNetwork(InetAddress address) {

	/** Bytes of an IPv6 network that a subscriber has, usually. */
	private static final int SUBSCRIBER = 8;

	/** Bytes of an IPv6 network that a site has, at most. */
	private static final int SITE = 6;

	/** The interface of a link-local address. */
	private static final Pattern SCOPE = Pattern.compile("%.*");

	/**
	 * Reads an address, which is a literal, so there is no DNS lookup.
	 */
	public static ClientNetwork of(String literal) {
		try {
			return new ClientNetwork(InetAddress.getByName(SCOPE.matcher(literal).replaceFirst("")));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("Not an IP address", ex);
		}
	}

	/**
	 * Returns what one subscriber has: an IPv4 address, or a /64 of IPv6.
	 */
	public String subscriber() {
		return prefix(SUBSCRIBER).orElseGet(this.address::getHostAddress);
	}

	/**
	 * Returns the /48 of an IPv6 address, which has 65,536 subscribers' networks; empty
	 * for IPv4.
	 */
	public Optional<String> site() {
		return prefix(SITE);
	}

	/**
	 * Returns whether the client is on this machine.
	 */
	public boolean isLoopback() {
		return this.address.isLoopbackAddress();
	}

	private Optional<String> prefix(int bytes) {
		return (this.address instanceof Inet6Address six)
				? Optional.of(HexFormat.of().formatHex(six.getAddress(), 0, bytes)) : Optional.empty();
	}

}
