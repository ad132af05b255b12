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
 * Goes on with the trace that a record was made in, which its header {@code traceparent}
 * (W3C Trace Context) names. Only where that is sampled, and never for a record of the
 * past that is replayed: an old trace does not grow. A span is made by an observation,
 * for that is what a reactive chain takes along, but by one that nobody measures: not
 * every record has one.
 */
final class Traces {

	/** For a service without a tracer, and for what no trace is to tell of. */
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

	/**
	 * Begins the span of a record.
	 * @return the span; one that does nothing where there is no trace to go on with
	 */
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
