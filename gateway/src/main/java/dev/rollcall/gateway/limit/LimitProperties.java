package dev.rollcall.gateway.limit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of a request's body. (Request line and headers:
 * `server.netty.max-initial-line-length` and `server.max-http-request-header-size`.)
 *
 * @param body maximum size; beyond it the response is 413
 * @param requestTime how long a client may take to send the head of a request, from its
 * first byte, and then its body; beyond it the response is 408
 * @param heldBodies memory for bodies while they arrive and are passed on, all together.
 * Each body may have 4 KB beyond it; a larger one is answered 503
 */
@ConfigurationProperties("rollcall.gateway.limit")
record LimitProperties(@DefaultValue("64KB") DataSize body, @DefaultValue("4s") Duration requestTime,
		@DefaultValue("32MB") DataSize heldBodies) {
}
