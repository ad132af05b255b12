package dev.rollcall.pages.api;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the REST API is.
 *
 * @param gateway address of the gateway, without a path
 * @param timeout for one call; longer than the gateway's own limit, so that its answer
 * arrives
 */
@ConfigurationProperties("rollcall.pages.api")
record ApiProperties(@DefaultValue("http://127.0.0.1:8080") URI gateway, @DefaultValue("8s") Duration timeout) {
}
