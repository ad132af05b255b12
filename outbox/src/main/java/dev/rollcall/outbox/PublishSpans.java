package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.Span;

/**
 * The spans of the messages that one transaction publishes, each from its send to the end
 * of the transaction. Not thread-safe.
 */
final class PublishSpans {

	private final Traces traces;

	private final List<Span> started = new ArrayList<>();

	PublishSpans(Traces traces) {
		this.traces = traces;
	}

	void begin(OutboxMessage message) {
		Span span = this.traces.publish(message);
		if (!span.isNoop()) {
			this.started.add(span);
		}
	}

	void failed(RuntimeException cause) {
		this.started.forEach((span) -> span.error(cause));
	}

	void end() {
		this.started.forEach(Span::end);
	}

}
