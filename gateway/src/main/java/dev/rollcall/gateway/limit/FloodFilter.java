package dev.rollcall.gateway.limit;

import dev.rollcall.gateway.FilterOrder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollcall.gateway.header.ClientConnection;
import dev.rollcall.web.Problem;
import dev.rollcall.gateway.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/** Limits the rate of requests per client address, with a token bucket each. */
@Component
@Order(FilterOrder.FLOOD)
final class FloodFilter implements WebFilter {

	private static final int NETWORK_BYTES = 8;

	private static final Duration IDLE_TIME = Duration.ofMinutes(5);

	private final Cache<String, Bucket> buckets;

	private final FloodProperties properties;

	private final ClientConnection connection;

	FloodFilter(FloodProperties properties, ClientConnection connection) {
		this.properties = properties;
		this.connection = connection;
		this.buckets = Caffeine.newBuilder().maximumSize(properties.addresses()).expireAfterAccess(IDLE_TIME).build();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String address = this.connection.address(exchange.getRequest());
		if (!this.properties.loopback() && isLoopback(address)) {
			return chain.filter(exchange);
		}
		ConsumptionProbe probe = this.buckets.get(network(address), (unknown) -> bucket())
			.tryConsumeAndReturnRemaining(1);
		if (probe.isConsumed()) {
			return chain.filter(exchange);
		}
		long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
		return Mono.error(new ProblemException(Problem.TOO_MANY_REQUESTS,
				Map.of(HttpHeaders.RETRY_AFTER, Long.toString(seconds))));
	}

	private Bucket bucket() {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(this.properties.burst())
				.refillGreedy(this.properties.perSecond(), Duration.ofSeconds(1)))
			.build();
	}

	/**
	 * For IPv6 the /64: one subscriber has all of its addresses.
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

	private static boolean isLoopback(String address) {
		return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
	}

}
