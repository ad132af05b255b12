package dev.rollcall.notification.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.rollcall.schemas.EventHeaders;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a delivery: stored with the delivery when it becomes due, continued by
 * each attempt.
 */
final class DeliverySpans {

	private final Tracer tracer;

	private final Propagator propagator;

	DeliverySpans(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/** The current span in W3C Trace Context format; null if there is none. */
	@Nullable String current() {
		Span current = this.tracer.currentSpan();
		if (current == null) {
			return null;
		}
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(current.context(), headers, (carrier, name, value) -> headers.put(name, value));
		return headers.get(EventHeaders.TRACEPARENT);
	}

	/**
	 * Makes an attempt, in a span if the delivery has a trace.
	 */
	Outcome around(DueDelivery due, Supplier<Outcome> attempt) {
		String traceparent = due.traceparent();
		if (traceparent == null) {
			return attempt.get();
		}
		Span span = begin(due.delivery().key(), traceparent);
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		try {
			Outcome outcome = attempt.get();
			span.tag("rollcall.delivery.outcome", outcome.label());
			return outcome;
		}
		catch (RuntimeException ex) {
			span.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			span.end();
		}
	}

	/** Marks the current span as failed. */
	void failed(String reason) {
		Span current = this.tracer.currentSpan();
		if (current != null) {
			current.tag("error.type", reason).error(new NotDelivered(reason));
		}
	}

	private Span begin(DeliveryKey key, String traceparent) {
		return this.propagator.extract(Map.of(EventHeaders.TRACEPARENT, traceparent), Map::get)
			.kind(Span.Kind.CLIENT)
			.name("send %s by %s".formatted(key.template().id(), key.channel().id()))
			.tag("rollcall.event.id", key.eventId())
			.start();
	}

	/** Never thrown: a span takes its failure as an exception only. */
	private static final class NotDelivered extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NotDelivered(String reason) {
			super(reason, null, false, false);
		}

	}

}
