package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TracesTests {

	private final RecordedSpans spans = new RecordedSpans();

	private final ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("users", 3, 41, new byte[0], null);

	private final ProcessSpans processing = new ProcessSpans(this.spans.traces(), "billing-users");

	@Test
	void processingIsASpanBelowTheOneThatTheRecordNames() {
		this.record.headers().add(RecordedSpans.sampled());
		this.processing.begin(this.record);
		this.processing.endAll();
		assertThat(this.spans.ended()).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("process users");
			assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
			assertThat(span.getTraceId()).isEqualTo(RecordedSpans.TRACE);
			assertThat(span.getParentSpanId()).isEqualTo(RecordedSpans.PARENT);
			assertThat(attribute(span, "messaging.consumer.group.name")).isEqualTo("billing-users");
			assertThat(attribute(span, "messaging.destination.partition.id")).isEqualTo("3");
			assertThat(attribute(span, "messaging.kafka.offset")).isEqualTo("41");
		});
	}

	@Test
	void spanIsCurrentWhileTheRecordIsHandled() {
		this.record.headers().add(RecordedSpans.sampled());
		List<String> current = new ArrayList<>();
		handler((event) -> current.add(currentSpan())).apply(batch(), BatchHandler.Calls.NONE);
		assertThat(this.spans.ended()).extracting(SpanData::getSpanId).isEqualTo(current);
		assertThat(this.spans.tracer().currentSpan()).isNull();
	}

	@Test
	void recordThatIsTriedAgainHasOneSpan() {
		this.record.headers().add(RecordedSpans.sampled());
		List<String> tries = new ArrayList<>();
		RecordHandler handler = handler((event) -> {
			tries.add(currentSpan());
			if (tries.size() == 1) {
				throw new IllegalStateException("not now");
			}
		});
		Batch batch = batch();
		assertThatIllegalStateException().isThrownBy(() -> handler.apply(batch, BatchHandler.Calls.NONE));
		this.processing.retried();
		handler.apply(batch, BatchHandler.Calls.NONE);
		assertThat(this.spans.ended()).singleElement().satisfies((span) -> {
			assertThat(tries).containsExactly(span.getSpanId(), span.getSpanId());
			assertThat(span.getEvents()).hasSize(1);
		});
	}

	@Test
	void poisonIsAFailedSpanWithTheCause() {
		this.record.headers().add(RecordedSpans.sampled());
		this.processing.refused(this.record, "java.lang.IllegalArgumentException");
		this.processing.endAll();
		assertThat(this.spans.ended()).singleElement()
			.satisfies((span) -> assertThat(attribute(span, "error.type"))
				.isEqualTo("java.lang.IllegalArgumentException"));
	}

	@Test
	void oldRecordAddsNoSpanToItsTrace() {
		this.record.headers().add(RecordedSpans.sampled()).add(new RecordHeader("rollcall-replay", new byte[0]));
		handle();
		assertThat(this.spans.ended()).isEmpty();
	}

	@Test
	void recordOfAnUnsampledTraceHasNoSpan() {
		handle();
		this.record.headers().add(RecordedSpans.traceparent("00"));
		handle();
		this.record.headers().add(new RecordHeader("traceparent", null));
		handle();
		assertThat(this.spans.ended()).isEmpty();
	}

	private void handle() {
		handler((event) -> assertThat(this.spans.tracer().currentSpan()).isNull()).apply(batch(),
				BatchHandler.Calls.NONE);
		this.processing.endAll();
	}

	private Batch batch() {
		Batch batch = new Batch(List.of(this.record), this.processing);
		batch.decoded(new Delivery(this.record, new EventRecord("users", 3, 41, "key", null, Map.of())));
		return batch;
	}

	private RecordHandler handler(Consumer<EventRecord> handling) {
		return new RecordHandler(handling, new ConsumerMeters(new SimpleMeterRegistry(), "users", () -> {
			throw new IllegalStateException();
		}));
	}

	private String currentSpan() {
		Span current = this.spans.tracer().currentSpan();
		return (current != null) ? current.context().spanId() : "none";
	}

	private static String attribute(SpanData span, String key) {
		return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
	}

}
