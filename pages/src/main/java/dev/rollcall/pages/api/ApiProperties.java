package dev.rollcall.pages.api;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the REST API is.
 *
 * @param gateway address of the gateway, without a path
 * @param timeout for all calls of a page together; longer than the gateway's limit for a
 * sign-in, so that its answer arrives, and shorter than nine tenths of its limit for a
 * page
 */
@ConfigurationProperties("rollcall.pages.api")
record ApiProperties(@DefaultValue("http://127.0.0.1:8080") URI gateway, @DefaultValue("6500ms") Duration timeout) {
}
