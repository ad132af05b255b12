package dev.rollcall.gateway.header;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.util.matcher.InetAddressMatcher;
import org.springframework.security.util.matcher.InetAddressMatchers;
import org.springframework.stereotype.Component;

/**
 * The origin of a request: the connection's peer, or what a trusted proxy reports.
 */
@Component
public final class ClientConnection {

	private static final String UNKNOWN = "0.0.0.0";

	/** Literal addresses only: a name would cause a DNS lookup. */
	private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

	private final List<InetAddressMatcher> trusted;

	ClientConnection(HeaderProperties properties) {
		this.trusted = properties.trustedPeers().stream().map(InetAddressMatchers::fromIpAddress).toList();
	}

	/** The client's address: in a chain of proxies, the last one that is not trusted. */
	public String address(ServerHttpRequest request) {
		InetAddress peer = peer(request);
		if (peer == null) {
			return UNKNOWN;
		}
		return isTrusted(peer) ? forwarded(request, peer.getHostAddress()) : peer.getHostAddress();
	}

	/** Whether the client uses HTTPS. */
	public boolean isSecure(ServerHttpRequest request) {
		InetAddress peer = peer(request);
		return request.getSslInfo() != null || (peer != null && isTrusted(peer)
				&& "https".equalsIgnoreCase(request.getHeaders().getFirst("X-Forwarded-Proto")));
	}

	private String forwarded(ServerHttpRequest request, String peer) {
		String client = peer;
		String[] hops = String.join(",", request.getHeaders().getValuesAsList("X-Forwarded-For")).split(",");
		for (int i = hops.length - 1; i >= 0; i--) {
			String hop = hops[i].trim();
			if (!isAddress(hop)) {
				return client;
			}
			client = hop;
			if (!isTrusted(hop)) {
				return client;
			}
		}
		return client;
	}

	/** Rejects addresses with a port, and words of hexadecimal digits. */
	private static boolean isAddress(String hop) {
		if (!ADDRESS.matcher(hop).matches()) {
			return false;
		}
		try {
			InetAddressMatchers.fromIpAddress(hop);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static @Nullable InetAddress peer(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		return (remote != null) ? remote.getAddress() : null;
	}

	private boolean isTrusted(InetAddress address) {
		return this.trusted.stream().anyMatch((matcher) -> matcher.matches(address));
	}

	private boolean isTrusted(String address) {
		return this.trusted.stream().anyMatch((matcher) -> matcher.matches(address));
	}

}
