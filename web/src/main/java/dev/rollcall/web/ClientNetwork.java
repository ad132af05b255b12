package dev.rollcall.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * A client's address as limits count it.
 *
 * @param address the address that {@link ClientAddress} returned
 */
public record ClientNetwork(InetAddress address) {

	private static final int SUBSCRIBER = 8;

	/**
	 * Reads an address, which is a literal, so there is no DNS lookup.
	 */
	public static ClientNetwork of(String literal) {
		try {
			return new ClientNetwork(InetAddress.getByName(literal));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("Not an IP address", ex);
		}
	}

	/**
	 * Returns what one subscriber has: an IPv4 address, or a /64 of IPv6.
	 */
	public String subscriber() {
		return (this.address instanceof Inet6Address six) ? HexFormat.of().formatHex(six.getAddress(), 0, SUBSCRIBER)
				: this.address.getHostAddress();
	}

	/**
	 * Returns whether the client is on this machine.
	 */
	public boolean isLoopback() {
		return this.address.isLoopbackAddress();
	}

}
