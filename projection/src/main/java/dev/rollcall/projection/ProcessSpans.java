package dev.rollcall.projection;

import java.util.IdentityHashMap;
import java.util.Map;

import io.micrometer.observation.Observation;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The spans of a batch: one for each record, however often the batch is retried, from the
 * first attempt until the record is applied. Used by one thread.
 */
final class ProcessSpans {

	private static final Observation.Event RETRY = Observation.Event.of("retry");

	private final Map<ConsumerRecord<?, ?>, Observation> begun = new IdentityHashMap<>();

	private final Traces traces;

	private final String group;

	ProcessSpans(Traces traces, String group) {
		this.traces = traces;
		this.group = group;
	}

	/** For records that are not traced. */
	static ProcessSpans none() {
		return new ProcessSpans(Traces.NONE, "");
	}

	void begin(ConsumerRecord<?, ?> raw) {
		span(raw);
	}

	private Observation span(ConsumerRecord<?, ?> raw) {
		Observation known = this.begun.get(raw);
		if (known != null) {
			return known;
		}
		Observation span = this.traces.process(raw, this.group);
		if (!span.isNoop()) {
			this.begun.put(raw, span);
		}
		return span;
	}

	/** Handles a record with its span as the current one. */
	void around(ConsumerRecord<?, ?> raw, Runnable handling) {
		Observation span = span(raw);
		Observation.Scope scope = span.openScope();
		try {
			handling.run();
		}
		finally {
			scope.close();
		}
	}

	void end(ConsumerRecord<?, ?> raw) {
		Observation span = this.begun.remove(raw);
		if (span != null) {
			span.stop();
		}
	}

	/** Marks a record that can never be applied. */
	void refused(ConsumerRecord<?, ?> raw, String type) {
		span(raw).highCardinalityKeyValue("error.type", type);
	}

	/** Marks a failed attempt. */
	void retried() {
		this.begun.values().forEach((span) -> span.event(RETRY));
	}

	void endAll() {
		this.begun.values().forEach(Observation::stop);
		this.begun.clear();
	}

}
