package dev.rollcall.gateway;

import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.core.Ordered;

/**
 * The order of all filters of the gateway, first to last, by kind. Web filters see each
 * request, before Spring Security does. Header filters change the headers of requests
 * that are passed on and of their responses.
 */
public final class FilterOrder {

	// Web filters.

	public static final int DRAINING = Ordered.HIGHEST_PRECEDENCE;

	public static final int RESPONSE_HEADERS = DRAINING + 1;

	/**
	 * Before everything that refuses requests: pages must be able to read the refusal.
	 */
	public static final int CROSS_ORIGIN = RESPONSE_HEADERS + 1;

	public static final int FLOOD = CROSS_ORIGIN + 1;

	public static final int PUBLISHED_KEYS = FLOOD + 1;

	public static final int TIME_LIMIT = PUBLISHED_KEYS + 1;

	public static final int BODY_LIMIT = TIME_LIMIT + 1;

	/** Before Spring Security, which reads the token that this filter sets. */
	public static final int BROWSER_SESSION = BODY_LIMIT + 1;

	// Global filters.

	/** Outside the circuit breakers and the filter that writes the response. */
	public static final int WHOLE_BODY = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 3;

	/** Outside the filter that writes the response, which it ends. */
	public static final int STREAM = WHOLE_BODY + 1;

	/** Outside the choice of an instance, which it repeats. */
	public static final int ANOTHER_INSTANCE = ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER - 1;

	/** Before the filter for all other routes. */
	public static final int STREAM_ROUTING = NettyRoutingFilter.ORDER - 10;

	// Header filters. Spring Cloud's hop-by-hop filter is set to come first
	// (application.yml), so that a Connection header cannot remove what the gateway
	// sets; its filter for traces comes last.

	public static final int CLIENT_HEADERS = Ordered.LOWEST_PRECEDENCE - 6;

	public static final int DEVICE_REQUEST = CLIENT_HEADERS + 1;

	public static final int CONSISTENCY_REQUEST = DEVICE_REQUEST + 1;

	public static final int GATEWAY_COOKIES = CONSISTENCY_REQUEST + 1;

	public static final int DEVICE_RESPONSE = GATEWAY_COOKIES + 1;

	public static final int CONSISTENCY_RESPONSE = DEVICE_RESPONSE + 1;

	private FilterOrder() {
	}

}
