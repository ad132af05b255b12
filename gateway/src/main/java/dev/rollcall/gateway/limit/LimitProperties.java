package dev.rollcall.gateway.limit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of a request the gateway takes. (Request line and headers:
 * `server.netty.max-initial-line-length` and `server.max-http-request-header-size`.)
 *
 * @param body the largest body, in bytes; more is answered 413
 * @param requestTime how long a client may take to send a whole body; more is answered
 * 408. Less than the time limit of a route, so that a slow client is never taken for a
 * slow service.
 */
@ConfigurationProperties("rollcall.gateway.limit")
record LimitProperties(@DefaultValue("64KB") DataSize body, @DefaultValue("4s") Duration requestTime) {
}
