package dev.rollcall.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests one client address may send to one gateway. This does not protect
 * against password guessing; the services count attempts across all gateways.
 *
 * @param perSecond sustained requests per second
 * @param burst requests at once
 * @param loopback whether the limit also applies to 127.0.0.1
 * @param addresses maximum number of counted addresses; beyond it the least recently used
 * are forgotten
 */
@ConfigurationProperties("rollcall.gateway.flood")
record FloodProperties(@DefaultValue("50") int perSecond, @DefaultValue("200") int burst,
		@DefaultValue("false") boolean loopback, @DefaultValue("100000") long addresses) {
}
