package dev.rollcall.tracing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DiscreetExporterTests {

	private final InMemorySpanExporter sent = InMemorySpanExporter.create();

	@Test
	void spansContainNeitherRawPathsNorExceptionMessages() {
		Attributes exception = Attributes.of(AttributeKey.stringKey("exception.type"), "java.io.IOException",
				AttributeKey.stringKey("exception.message"), "no ada@example.com",
				AttributeKey.stringKey("exception.stacktrace"), "no ada@example.com at X");
		SpanData span = span().setStatus(StatusData.create(StatusCode.ERROR, "no ada@example.com"))
			.setAttributes(Attributes.of(AttributeKey.stringKey("http.url"), "/users/ada@example.com",
					AttributeKey.stringKey("uri"), "/users/{id}"))
			.setEvents(List.of(EventData.create(1, "exception", exception)))
			.build();
		new DiscreetExporter(this.sent).export(List.of(span));
		assertThat(this.sent.getFinishedSpanItems()).singleElement().satisfies((one) -> {
			assertThat(one.getAttributes().asMap()).containsOnlyKeys(AttributeKey.stringKey("uri"));
			assertThat(one.getStatus()).isEqualTo(StatusData.error());
			assertThat(one.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getAttributes().asMap())
					.containsOnlyKeys(AttributeKey.stringKey("exception.type")));
		});
	}

	@Test
	void outageOfTheCollectorIsLoggedOnce(CapturedOutput output) {
		Failing failing = new Failing(new ArrayDeque<>(List.of(true, false, false, false, true, true)));
		DiscreetExporter exporter = new DiscreetExporter(failing);
		while (!failing.outcomes().isEmpty()) {
			exporter.export(List.of(span().build()));
		}
		assertThat(output.getAll()).containsOnlyOnce("The trace collector does not accept spans")
			.containsOnlyOnce("The trace collector accepts spans again");
	}

	private static TestSpanData.Builder span() {
		return TestSpanData.builder()
			.setName("span")
			.setKind(SpanKind.INTERNAL)
			.setStartEpochNanos(1)
			.setEndEpochNanos(2)
			.setHasEnded(true)
			.setStatus(StatusData.unset());
	}

	private record Failing(Queue<Boolean> outcomes) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return this.outcomes.remove() ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
