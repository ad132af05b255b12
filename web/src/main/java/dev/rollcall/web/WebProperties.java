package dev.rollcall.web;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of every request.
 *
 * @param timeLimit the time until a request is answered 503; less than the gateway waits,
 * so that the client gets the service's answer. Also the time in which the head of a
 * request must arrive, and then its body; else it is answered 408
 * @param bodyLimit the largest body; a larger one is answered 413
 * @param unlimitedPaths paths that have neither limit, because their bodies are streams
 */
@ConfigurationProperties("rollcall.web")
record WebProperties(@DefaultValue("4s") Duration timeLimit, @DefaultValue("64KB") DataSize bodyLimit,
		@DefaultValue Set<String> unlimitedPaths) {

}
