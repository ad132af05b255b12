package dev.rollcall.gateway.route;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are and how long they may take.
 *
 * @param services host:port of each service. A host name may have several addresses; each
 * is an instance. Without one for {@code pages} there are no web pages
 * @param runDirectory where the launcher registers running processes; if set, only live
 * processes registered there are used, never `services`
 * @param timeLimit how long a request may take until its response begins; then 503. A
 * service has nine tenths of it, then its circuit breaker counts a failure
 * @param signInTimeLimit the same for a sign-in, which may wait for a registration to
 * arrive
 * @param pageTimeLimit the same for a web page, whose calls have the limits above
 * @param openTime how long a circuit breaker stays open before it tries again
 * @param stallTime how long a service may pause within its response; then the connection
 * to the client is closed. Must not be less than the limits above, which apply until the
 * response begins. A stream of events must send something more often
 */
@ConfigurationProperties("rollcall.gateway")
record RouteProperties(Map<String, String> services, @Nullable Path runDirectory,
		@DefaultValue("5s") Duration timeLimit, @DefaultValue("6s") Duration signInTimeLimit,
		@DefaultValue("8s") Duration pageTimeLimit, @DefaultValue("500ms") Duration openTime,
		@DefaultValue("9s") Duration stallTime) {
}
