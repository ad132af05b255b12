package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;

import dev.rollcall.schemas.EventHeaders;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Continues the trace of a record, which its header {@code traceparent} (W3C Trace
 * Context) names: only if that trace is sampled, and never for a replayed record, so that
 * old traces do not grow. A span is made by an observation, because reactive chains
 * propagate observations; no meters are bound to it, because not every record has one.
 */
final class Traces {

	/** Without a tracer, and for records that are not traced. */
	static final Traces NONE = new Traces(ObservationRegistry.NOOP);

	private static final int LENGTH = 55;

	private final ObservationRegistry spans;

	private Traces(ObservationRegistry spans) {
		this.spans = spans;
	}

	static Traces of(Tracer tracer, Propagator propagator) {
		ObservationRegistry spans = ObservationRegistry.create();
		spans.observationConfig()
			.observationHandler(new PropagatingReceiverTracingObservationHandler<>(tracer, propagator));
		return new Traces(spans);
	}

	/** Starts the span of a record; a no-op if there is no trace to continue. */
	Observation process(ConsumerRecord<?, ?> raw, String group) {
		if (this.spans.isNoop() || !isSampled(raw) || raw.headers().lastHeader(EventHeaders.REPLAY) != null) {
			return Observation.NOOP;
		}
		ReceiverContext<ConsumerRecord<?, ?>> context = new ReceiverContext<>(Traces::header, Kind.CONSUMER);
		context.setCarrier(raw);
		return Observation.createNotStarted("rollcall.projection.process", () -> context, this.spans)
			.contextualName("process " + raw.topic())
			.highCardinalityKeyValue("messaging.system", "kafka")
			.highCardinalityKeyValue("messaging.operation.name", "process")
			.highCardinalityKeyValue("messaging.operation.type", "process")
			.highCardinalityKeyValue("messaging.destination.name", raw.topic())
			.highCardinalityKeyValue("messaging.destination.partition.id", Integer.toString(raw.partition()))
			.highCardinalityKeyValue("messaging.consumer.group.name", group)
			.highCardinalityKeyValue("messaging.kafka.offset", Long.toString(raw.offset()))
			.start();
	}

	private static boolean isSampled(ConsumerRecord<?, ?> raw) {
		Header header = raw.headers().lastHeader(EventHeaders.TRACEPARENT);
		return header != null && header.value() != null && header.value().length == LENGTH
				&& (Character.digit(header.value()[LENGTH - 1], 16) & 1) == 1;
	}

	private static @Nullable String header(ConsumerRecord<?, ?> raw, String name) {
		Header header = raw.headers().lastHeader(name);
		return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null;
	}

}
