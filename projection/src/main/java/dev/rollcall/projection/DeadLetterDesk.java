package dev.rollcall.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists, redrives and discards the dead letters of this service's consumers. Blocks.
 */
final class DeadLetterDesk {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterDesk.class);

	/** By dead-letter topic. */
	private final Map<String, DeclaredConsumer> consumers = new HashMap<>();

	private final DeadLetterReader reader;

	private final DeadLetterStates states;

	private final Redrive redrive;

	DeadLetterDesk(Collection<DeclaredConsumer> consumers, DeadLetterPublisher topics, DeadLetterReader reader,
			DeadLetterStates states, Redrive redrive) {
		this.reader = reader;
		this.states = states;
		this.redrive = redrive;
		for (DeclaredConsumer consumer : consumers) {
			consumer.topics().forEach((topic) -> this.consumers.put(topics.topic(topic, consumer.name()), consumer));
		}
	}

	/**
	 * Lists dead letters, newest first.
	 * @param after the last one of the previous page; null for the first page
	 */
	List<Listed> list(int limit, @Nullable DeadLetterId after) {
		if (after != null && !this.consumers.containsKey(after.partition().topic())) {
			return List.of();
		}
		List<DeadLetter> deadLetters = this.reader.newest(this.consumers.keySet(), limit, after);
		Map<DeadLetterId, DeadLetterStates.Noted> known = this.states
			.of(deadLetters.stream().map(DeadLetter::id).toList());
		return deadLetters.stream()
			.map((deadLetter) -> new Listed(deadLetter,
					known.getOrDefault(deadLetter.id(), DeadLetterStates.Noted.NOTHING)))
			.toList();
	}

	Optional<Listed> find(DeadLetterId id) {
		return deadLetter(id).map((deadLetter) -> new Listed(deadLetter, this.states.of(id)));
	}

	private Optional<DeadLetter> deadLetter(DeadLetterId id) {
		return this.consumers.containsKey(id.partition().topic()) ? this.reader.read(id) : Optional.empty();
	}

	/**
	 * Applies the record of a dead letter again, also of a discarded one.
	 * @return the outcome; empty if there is no such dead letter
	 */
	Optional<Outcome> redrive(DeadLetterId id) {
		return deadLetter(id).map((deadLetter) -> (this.states.of(id).state() == DeadLetterStates.State.REDRIVEN)
				? Outcome.of(id, "already redriven") : redrive(deadLetter));
	}

	private Outcome redrive(DeadLetter deadLetter) {
		DeclaredConsumer consumer = this.consumers.get(deadLetter.stored().topic());
		if (consumer == null) {
			throw new IllegalStateException("No consumer has dead letters in " + deadLetter.stored().topic());
		}
		Poison cause = this.redrive.of(deadLetter, consumer);
		if (cause != null) {
			this.states.failed(deadLetter.id(), cause.type(), cause.message());
			return new Outcome(deadLetter.id().toString(), "failed", cause.type(), cause.message());
		}
		this.states.redriven(deadLetter.id());
		consumer.meters().redriven();
		logger.info("Consumer {} applied dead letter {} again", consumer.name(), deadLetter.id());
		return Outcome.of(deadLetter.id(), "redriven");
	}

	/** Applies the records of all open dead letters again, oldest first. */
	List<Outcome> redriveAll() {
		List<Outcome> outcomes = new ArrayList<>();
		this.reader.scan(this.consumers.keySet(), (deadLetter) -> {
			if (isOpen(deadLetter.id())) {
				outcomes.add(redrive(deadLetter));
			}
		});
		return outcomes;
	}

	private boolean isOpen(DeadLetterId id) {
		return this.states.of(id).state() == DeadLetterStates.State.OPEN;
	}

	/**
	 * Discards a dead letter: it is kept for inspection and never applied.
	 * @return the outcome; empty if there is no such dead letter
	 */
	Optional<Outcome> discard(DeadLetterId id) {
		return deadLetter(id)
			.map((deadLetter) -> Outcome.of(id, this.states.discarded(id) ? "discarded" : "already redriven"));
	}

	/** A dead letter and its state. */
	record Listed(DeadLetter deadLetter, DeadLetterStates.Noted noted) {

		/** Without personal data. */
		Map<String, Object> summary() {
			Map<String, Object> summary = new LinkedHashMap<>();
			summary.put("id", this.deadLetter.id().toString());
			summary.put("state", this.noted.state().text());
			summary.put("time", Instant.ofEpochMilli(this.deadLetter.stored().timestamp()).toString());
			summary.put("consumer", this.deadLetter.cause("consumer"));
			summary.put("source", "%s-%s@%s".formatted(this.deadLetter.cause("topic"),
					this.deadLetter.cause("partition"), this.deadLetter.cause("offset")));
			summary.put("causeType", newest(this.noted.causeType(), "type"));
			summary.put("causeMessage", newest(this.noted.causeMessage(), "message"));
			return summary;
		}

		private String newest(@Nullable String noted, String name) {
			return (noted != null) ? noted : this.deadLetter.cause(name);
		}

	}

	/**
	 * The outcome of a redrive or a discard.
	 *
	 * @param outcome redriven, already redriven, failed or discarded
	 * @param causeMessage without personal data
	 */
	record Outcome(String id, String outcome, @Nullable String causeType, @Nullable String causeMessage) {

		static Outcome of(DeadLetterId id, String outcome) {
			return new Outcome(id.toString(), outcome, null, null);
		}

	}

}
