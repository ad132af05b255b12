package dev.rollcall.notification.request;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may cost.
 *
 * @param body the largest body; a larger one is answered with 413. Chunked bodies are
 * held to it by {@code spring.http.codecs.max-in-memory-size}
 * @param time the longest time to an answer; later it is 503
 */
@ConfigurationProperties("rollcall.request")
record RequestLimits(@DefaultValue("64KB") DataSize body, @DefaultValue("4s") Duration time) {

}
