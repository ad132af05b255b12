package dev.rollcall.notification.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a delivery belongs to: noted with it when it becomes due, gone on with
 * by each attempt.
 */
final class DeliverySpans {

	private static final String HEADER = "traceparent";

	private final Tracer tracer;

	private final Propagator propagator;

	DeliverySpans(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/** The current span as W3C Trace Context writes it; null if there is none. */
	@Nullable String current() {
		Span current = this.tracer.currentSpan();
		if (current == null) {
			return null;
		}
		Map<String, String> headers = new HashMap<>();
		this.propagator.inject(current.context(), headers, (carrier, name, value) -> headers.put(name, value));
		return headers.get(HEADER);
	}

	/**
	 * Makes an attempt, within a span if the delivery has a trace.
	 * @param due the delivery
	 * @param attempt returns the outcome
	 */
	void around(DueDelivery due, Supplier<String> attempt) {
		String traceparent = due.traceparent();
		if (traceparent == null) {
			attempt.get();
			return;
		}
		Span span = begin(due.delivery().key(), traceparent);
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		try {
			span.tag("rollcall.delivery.outcome", attempt.get());
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

	/** Tells the current span why a delivery was not made. */
	void failed(String reason) {
		Span current = this.tracer.currentSpan();
		if (current != null) {
			current.tag("error.type", reason).error(new NotDelivered(reason));
		}
	}

	private Span begin(DeliveryKey key, String traceparent) {
		return this.propagator.extract(Map.of(HEADER, traceparent), Map::get)
			.kind(Span.Kind.CLIENT)
			.name("send %s by %s".formatted(key.template().id(), key.channel().id()))
			.tag("rollcall.event.id", key.eventId())
			.start();
	}

	/** Never thrown: a span takes its failure as an exception. */
	private static final class NotDelivered extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NotDelivered(String reason) {
			super(reason, null, false, false);
		}

	}

}
