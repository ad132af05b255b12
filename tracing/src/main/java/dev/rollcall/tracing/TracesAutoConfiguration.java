package dev.rollcall.tracing;

import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Adds to Boot's tracing: spans without personal data, trace ids in log lines, no spans
 * of management requests.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnBooleanProperty(TracesEnvironmentPostProcessor.ENABLED)
final class TracesAutoConfiguration {

	@Bean
	SpanExporters discreetSpanExporters(ObjectProvider<SpanExporter> exporters) {
		return SpanExporters.of(exporters.orderedStream().map(DiscreetExporter::new).toList());
	}

	/** Field names of the Elastic Common Schema. */
	@Bean
	Slf4JEventListener traceOfLogLines() {
		return new Slf4JEventListener("trace.id", "span.id");
	}

	/** Requests for health and metrics make no spans. */
	@Bean
	ObservationPredicate noManagementRequests() {
		return (name,
				context) -> !(context instanceof ServerRequestObservationContext request && isManagement(request));
	}

	private static boolean isManagement(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return request != null && request.getPath().value().startsWith("/actuator");
	}

}
