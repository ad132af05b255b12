package dev.rollcall.gateway.route;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where services are and how long they may take.
 *
 * @param services host:port of each service. A host name may have many addresses; each is
 * an instance.
 * @param runDirectory where the launcher notes running processes; only live ones found
 * there are used then, never `services`
 * @param timeLimit how long a request may take until its answer begins; then 503. Of it a
 * service has nine tenths, by then its circuit counts a failure
 * @param signInTimeLimit the same for a sign-in, which may wait for a registration to
 * arrive
 * @param openTime how long a circuit stays open before it is tried again
 * @param stallTime how long a service may pause within its answer; then the connection to
 * the client is closed. At least the limits above, which count until the answer begins. A
 * stream of events must send something more often
 */
@ConfigurationProperties("rollcall.gateway")
record RouteProperties(Map<String, String> services, @Nullable Path runDirectory,
		@DefaultValue("5s") Duration timeLimit, @DefaultValue("6s") Duration signInTimeLimit,
		@DefaultValue("500ms") Duration openTime, @DefaultValue("6s") Duration stallTime) {
}
