package dev.rollcall.projection;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one projection, for instances of one version.
 *
 * @param activeNumber the active generation of that version; null if there is none yet
 * @param all includes those of other versions
 */
record ProjectionState(int version, @Nullable Integer activeNumber, List<Generation> all) {

	static ProjectionState of(Document stored, int version) {
		String name = stored.getString("_id");
		return new ProjectionState(version, stored.get("active", new Document()).getInteger(Integer.toString(version)),
				stored.getList("generations", Document.class)
					.stream()
					.map((generation) -> Generation.of(name, generation))
					.toList());
	}

	/** The generations of this version, which an instance runs. */
	List<Generation> own() {
		return this.all.stream().filter((generation) -> generation.version() == this.version).toList();
	}

	Optional<Generation> find(int number) {
		return this.all.stream().filter((generation) -> generation.number() == number).findFirst();
	}

	Optional<Generation> active() {
		return Optional.ofNullable(this.activeNumber).flatMap(this::find);
	}

	/** The generations of this version, the active one first. */
	Stream<Generation> activeFirst() {
		return Stream.concat(active().stream(), others());
	}

	/** The generation that is to replace the active one. */
	Optional<Generation> building() {
		return others().filter((generation) -> generation.formerSince() == null).findFirst();
	}

	/** The generation that was active before. */
	Optional<Generation> former() {
		return others().filter((generation) -> generation.formerSince() != null)
			.max(Comparator.comparing((generation) -> Objects.requireNonNull(generation.formerSince())));
	}

	private Stream<Generation> others() {
		return own().stream().filter((generation) -> !Objects.equals(generation.number(), this.activeNumber));
	}

	/**
	 * Whether the newer generation dead-letters this poison record. Until that one is
	 * active it may still be cancelled, so both do.
	 */
	boolean isReportedByNewer(int number, TopicPartition partition, long offset) {
		return active()
			.filter((other) -> other.number() > number && other.replaces() != null && other.targets() != null)
			.filter((later) -> later.reports(partition, offset))
			.isPresent();
	}

	/** The state in words. */
	String describe(Generation generation) {
		if (Objects.equals(generation.number(), this.activeNumber)) {
			return "active";
		}
		if (generation.version() != this.version) {
			return "of version " + generation.version();
		}
		if (generation.formerSince() != null) {
			return "former";
		}
		if (generation.isStopped()) {
			return "stopped";
		}
		return generation.caughtUp() ? "comparing" : "building";
	}

}
