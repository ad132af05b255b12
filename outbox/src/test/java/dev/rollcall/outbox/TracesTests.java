package dev.rollcall.outbox;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TracesTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String PARENT = "b7ad6b7169203331";

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final io.opentelemetry.api.trace.Tracer otel = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.spans))
		.build()
		.get("test");

	private final Tracer tracer = new OtelTracer(this.otel, new OtelCurrentTraceContext(), (event) -> {
	});

	private final Traces traces = new Traces(this.tracer,
			new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.otel));

	@Test
	void messageHasTheTraceparentOfTheCurrentSpan() {
		Span span = this.tracer.nextSpan().start();
		Map<String, String> headers = new HashMap<>();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		this.traces.addTo(headers);
		scope.close();
		assertThat(headers).containsOnlyKeys("traceparent");
		assertThat(headers.get("traceparent"))
			.startsWith("00-%s-%s-".formatted(span.context().traceId(), span.context().spanId()));
	}

	@Test
	void messageWithoutASpanHasNoTraceparent() {
		Map<String, String> headers = new HashMap<>();
		this.traces.addTo(headers);
		Traces.NONE.addTo(headers);
		assertThat(headers).isEmpty();
	}

	@Test
	void publishingIsAChildOfTheMessagesSpan() {
		PublishSpans publishing = new PublishSpans(this.traces);
		publishing.begin(message("01"));
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		publishing.end();
		assertThat(this.spans.getFinishedSpanItems()).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("publish orders");
			assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentSpanId()).isEqualTo(PARENT);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		});
	}

	@Test
	void failedTransactionIsAFailedSpan() {
		PublishSpans publishing = new PublishSpans(this.traces);
		publishing.begin(message("01"));
		publishing.failed(new IllegalStateException("fenced"));
		publishing.end();
		assertThat(this.spans.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
	}

	@Test
	void messageOfAnUnsampledTraceHasNoSpan() {
		PublishSpans publishing = new PublishSpans(this.traces);
		publishing.begin(message("00"));
		publishing.begin(new OutboxMessage("m", "orders", "k", null, Map.of()));
		publishing.begin(new OutboxMessage("m", "orders", "k", null, Map.of("traceparent", "nonsense")));
		publishing.end();
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	private static OutboxMessage message(String flags) {
		return new OutboxMessage("m", "orders", "k", null,
				Map.of("traceparent", "00-%s-%s-%s".formatted(TRACE, PARENT, flags)));
	}

}
