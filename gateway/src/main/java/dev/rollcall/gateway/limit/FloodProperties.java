package dev.rollcall.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one client address may ask of one gateway. It is no protection against
 * guessing, which the services count for all gateways together.
 *
 * @param perSecond how many requests a second, in the long run
 * @param burst how many at once
 * @param loopback whether it holds for 127.0.0.1 too
 * @param addresses of how many addresses a count is kept; beyond it those that were quiet
 * for longest are forgotten
 */
@ConfigurationProperties("rollcall.gateway.flood")
record FloodProperties(@DefaultValue("50") int perSecond, @DefaultValue("200") int burst,
		@DefaultValue("false") boolean loopback, @DefaultValue("100000") long addresses) {
}
