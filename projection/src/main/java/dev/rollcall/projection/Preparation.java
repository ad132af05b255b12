package dev.rollcall.projection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer needs before it reads its first record.
 *
 * @param afterwards called on the consumer's thread when no records are in progress:
 * after a batch, and regularly without one
 * @param spans creates the spans of a batch
 */
record Preparation(String group, BatchHandler handler, Predicate<ConsumerRecord<?, ?>> relevant,
		Predicate<ConsumerRecord<?, ?>> reports, Supplier<Load> load,
		Consumer<org.apache.kafka.clients.consumer.Consumer<?, ?>> afterwards, Supplier<ProcessSpans> spans) {

	/**
	 * The preparation of most consumers: every poison record is dead-lettered, and
	 * nothing is done afterwards.
	 */
	static Preparation of(String group, BatchHandler handler, Predicate<ConsumerRecord<?, ?>> relevant, Traces traces) {
		return new Preparation(group, handler, relevant, (record) -> true, () -> Load.LIVE, (consumer) -> {
		}, () -> new ProcessSpans(traces, group));
	}

	/** How much is read at once, and with which priority. */
	enum Load {

		/** New records, soon after they arrive. */
		LIVE,

		/**
		 * A first generation, in large batches: no requests are served before it is
		 * complete.
		 */
		FILL,

		/** A later generation, which is throttled in favour of requests. */
		REBUILD

	}

}
