package dev.rollcall.registration.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for every request.
 *
 * @param timeLimit how long a request may take before it is answered 503; less than the
 * gateway waits, so that the answer is this service's
 */
@ConfigurationProperties("rollcall.web")
record WebProperties(@DefaultValue("4s") Duration timeLimit) {
}
