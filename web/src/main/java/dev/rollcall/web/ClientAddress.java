package dev.rollcall.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;

/**
 * The client's address: the one that a trusted peer reports, or else the peer's own.
 */
public final class ClientAddress {

	private static final String HEADER = "Rollcall-Client-Address";

	/** Excludes host names, which would cause a DNS lookup. */
	private static final Pattern LITERAL = Pattern
		.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]{1,44}");

	private final List<InetAddressMatcher> trusted;

	ClientAddress(PeerProperties properties) {
		this.trusted = properties.trustedPeers().stream().map(InetAddressMatchers::fromIpAddress).toList();
	}

	/**
	 * Returns the client's IP address; null if the connection is closed.
	 */
	public @Nullable String of(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		InetAddress peer = (remote != null) ? remote.getAddress() : null;
		if (peer == null) {
			return null;
		}
		InetAddress reported = isTrusted(peer) ? parsed(request.getHeaders().getFirst(HEADER)) : null;
		return ((reported != null) ? reported : peer).getHostAddress();
	}

	private boolean isTrusted(InetAddress peer) {
		return this.trusted.stream().anyMatch((matcher) -> matcher.matches(peer));
	}

	private static @Nullable InetAddress parsed(@Nullable String address) {
		if (address == null || !LITERAL.matcher(address).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
