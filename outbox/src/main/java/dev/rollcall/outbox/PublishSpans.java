package dev.rollcall.outbox;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.Span;

/**
 * The spans of the messages that one transaction publishes: each from its sending to the
 * transaction's end. Used by one thread.
 */
final class PublishSpans {

	private final Traces traces;

	private final List<Span> begun = new ArrayList<>();

	PublishSpans(Traces traces) {
		this.traces = traces;
	}

	void begin(OutboxMessage message) {
		Span span = this.traces.publish(message);
		if (!span.isNoop()) {
			this.begun.add(span);
		}
	}

	void failed(RuntimeException cause) {
		this.begun.forEach((span) -> span.error(cause));
	}

	void end() {
		this.begun.forEach(Span::end);
	}

}
