package dev.rollcall.projection;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What must be known before a consumer reads its first record.
 *
 * @param group its consumer group
 * @param handler applies batches
 * @param relevant whether a record is looked at at all
 * @param tellsOf whether a record that can never be applied becomes a dead letter here
 * @param load what it has to do now
 * @param afterwards called on the consumer's thread when nothing is in hand: after a
 * batch, and now and then while there is none
 * @param spans makes the spans of a batch
 */
record Preparation(String group, BatchHandler handler, Predicate<ConsumerRecord<?, ?>> relevant,
		Predicate<ConsumerRecord<?, ?>> reports, Supplier<Load> load,
		Consumer<org.apache.kafka.clients.consumer.Consumer<?, ?>> afterwards, Supplier<ProcessSpans> spans) {

	/** What most consumers do: all is told, and nothing done afterwards. */
	static Preparation of(String group, BatchHandler handler, Predicate<ConsumerRecord<?, ?>> relevant, Traces traces) {
		return new Preparation(group, handler, relevant, (record) -> true, () -> Load.LIVE, (consumer) -> {
		}, () -> new ProcessSpans(traces, group));
	}

	/**
	 * How much is read at once, and at whose cost.
	 */
	enum Load {

		/** What arrives, soon after it does. */
		LIVE,

		/** What a first generation lacks, in large batches: nobody is served before. */
		FILL,

		/** The same for a later one, which gives way to what serves. */
		REBUILD

	}

}
