package dev.rollcall.outbox;

import java.util.Map;

import dev.rollcall.schemas.EventHeaders;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * Connects messages to the trace in which they are created, by the header
 * {@code traceparent} (W3C Trace Context), so that publishing and consuming continue it.
 */
final class Traces {

	/** Used by services without a tracer. */
	static final Traces NONE = new Traces(Tracer.NOOP, Propagator.NOOP);

	private static final int LENGTH = 55;

	private final Tracer tracer;

	private final Propagator propagator;

	Traces(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/** Adds the current span, if there is one, to a message's headers. */
	void addTo(Map<String, String> headers) {
		Span current = this.tracer.currentSpan();
		if (current != null) {
			this.propagator.inject(current.context(), headers, (carrier, name, value) -> {
				if (EventHeaders.TRACEPARENT.equals(name)) {
					headers.put(name, value);
				}
			});
		}
	}

	/**
	 * Starts the span of a message.
	 * @return a span that does nothing if the message's trace is not sampled
	 */
	Span publish(OutboxMessage message) {
		if (!isSampled(message.headers().get(EventHeaders.TRACEPARENT))) {
			return Span.NOOP;
		}
		return this.propagator.extract(message.headers(), Map::get)
			.kind(Span.Kind.PRODUCER)
			.name("publish " + message.topic())
			.tag("messaging.system", "kafka")
			.tag("messaging.operation.name", "publish")
			.tag("messaging.operation.type", "send")
			.tag("messaging.destination.name", message.topic())
			.tag("messaging.message.id", message.id())
			.start();
	}

	private static boolean isSampled(@Nullable String traceparent) {
		return traceparent != null && traceparent.length() == LENGTH
				&& (Character.digit(traceparent.charAt(LENGTH - 1), 16) & 1) == 1;
	}

}
