package dev.rollcall.notification.delivery;

import java.time.Instant;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliverySpansTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String PARENT = "b7ad6b7169203331";

	private final InMemorySpanExporter ended = InMemorySpanExporter.create();

	private final io.opentelemetry.api.trace.Tracer otel = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.ended))
		.build()
		.get("test");

	private final Tracer tracer = new OtelTracer(this.otel, new OtelCurrentTraceContext(), (event) -> {
	});

	private final DeliverySpans spans = new DeliverySpans(this.tracer,
			new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), this.otel));

	@Test
	void attemptIsASpanBelowTheOneThatMadeTheDeliveryDue() {
		this.spans.around(due("00-%s-%s-01".formatted(TRACE, PARENT)), () -> Outcome.SENT);
		SpanData span = this.ended.getFinishedSpanItems().get(0);
		assertThat(span.getName()).isEqualTo("send welcome by mail");
		assertThat(span.getTraceId()).isEqualTo(TRACE);
		assertThat(span.getParentSpanId()).isEqualTo(PARENT);
		assertThat(attribute(span, "rollcall.delivery.outcome")).isEqualTo("sent");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.toString()).doesNotContain("ada@example.com");
	}

	@Test
	void failedAttemptHasTheReasonWithoutTheAddress() {
		this.spans.around(due("00-%s-%s-01".formatted(TRACE, PARENT)), () -> {
			this.spans.failed("smtp-550 5.1.1");
			return Outcome.refused("smtp-550 5.1.1");
		});
		SpanData span = this.ended.getFinishedSpanItems().get(0);
		assertThat(attribute(span, "error.type")).isEqualTo("smtp-550 5.1.1");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.toString()).doesNotContain("ada@example.com");
	}

	@Test
	void deliveryWithoutTraceIsMadeWithoutSpan() {
		this.spans.around(due(null), () -> {
			this.spans.failed("smtp-connection");
			return new Outcome.Postponed("smtp-connection");
		});
		this.spans.around(due("00-%s-%s-00".formatted(TRACE, PARENT)), () -> Outcome.SENT);
		assertThat(this.ended.getFinishedSpanItems()).isEmpty();
	}

	@Test
	void currentSpanIsNoted() {
		assertThat(this.spans.current()).isNull();
		Span span = this.tracer.nextSpan().start();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		assertThat(this.spans.current())
			.startsWith("00-%s-%s-".formatted(span.context().traceId(), span.context().spanId()));
		scope.close();
	}

	private static DueDelivery due(String traceparent) {
		return new DueDelivery(DeliveryFixture.mailTo("ada@example.com", "Ada"), 1,
				Instant.parse("2026-11-04T12:00:00Z"), "worker", 0, traceparent, null);
	}

	private static String attribute(SpanData span, String key) {
		return span.getAttributes().get(AttributeKey.stringKey(key));
	}

}
