package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A tracer that keeps its spans.
 */
final class RecordedSpans {

	static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	static final String PARENT = "b7ad6b7169203331";

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final io.opentelemetry.api.trace.Tracer otel = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build()
		.get("test");

	private final Tracer tracer = new OtelTracer(this.otel, new OtelCurrentTraceContext(), (event) -> {
	});

	private final Propagator propagator = new OtelPropagator(
			ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.otel);

	Tracer tracer() {
		return this.tracer;
	}

	Propagator propagator() {
		return this.propagator;
	}

	Traces traces() {
		return Traces.of(this.tracer, this.propagator);
	}

	List<SpanData> ended() {
		return this.exporter.getFinishedSpanItems();
	}

	/** The header of a record of {@link #TRACE}, made in {@link #PARENT}. */
	static Header sampled() {
		return traceparent("01");
	}

	static Header traceparent(String flags) {
		return new RecordHeader("traceparent",
				"00-%s-%s-%s".formatted(TRACE, PARENT, flags).getBytes(StandardCharsets.UTF_8));
	}

}
