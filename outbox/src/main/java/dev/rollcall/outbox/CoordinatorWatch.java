package dev.rollcall.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Measures how long the coordinator of a member's group has not responded. Kafka's client
 * reports this nowhere; it only counts the responses. ({@code last-heartbeat-seconds-ago}
 * is no measure: it counts from the last heartbeat that was sent.)
 */
final class CoordinatorWatch {

	/** After this the group considers the member dead, too. */
	private static final Duration TIMEOUT = Duration.ofMillis(RelayClients.SESSION_TIMEOUT);

	/** Each of these counts responses of the coordinator. */
	private static final Set<String> RESPONSES = Set.of("heartbeat-total", "join-total", "sync-total");

	private double responses;

	private long respondedAt = System.nanoTime();

	/**
	 * Whether the coordinator has not responded for the session timeout.
	 * @param metrics those of the member
	 */
	boolean isSilent(Map<MetricName, ? extends Metric> metrics) {
		double received = metrics.values()
			.stream()
			.filter((metric) -> RESPONSES.contains(metric.metricName().name()))
			.mapToDouble((metric) -> ((Number) metric.metricValue()).doubleValue())
			.sum();
		if (received != this.responses) {
			this.responses = received;
			this.respondedAt = System.nanoTime();
		}
		return System.nanoTime() - this.respondedAt > TIMEOUT.toNanos();
	}

}
