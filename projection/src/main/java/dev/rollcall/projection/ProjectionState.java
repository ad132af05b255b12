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
 * What {@code projections} says of one projection, to instances of one version.
 *
 * @param version the version
 * @param activeNumber the generation of it that serves; null if there is none yet
 * @param all the generations, of other versions too
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

	/** Those of this version: what an instance of it runs. */
	List<Generation> own() {
		return this.all.stream().filter((generation) -> generation.version() == this.version).toList();
	}

	Optional<Generation> find(int number) {
		return this.all.stream().filter((generation) -> generation.number() == number).findFirst();
	}

	Optional<Generation> active() {
		return Optional.ofNullable(this.activeNumber).flatMap(this::find);
	}

	/** Those of this version, the one that serves before the others. */
	Stream<Generation> activeFirst() {
		return Stream.concat(active().stream(), others());
	}

	/** The one that is to take the active one's place. */
	Optional<Generation> building() {
		return others().filter((generation) -> generation.formerSince() == null).findFirst();
	}

	/** The one that served before. */
	Optional<Generation> former() {
		return others().filter((generation) -> generation.formerSince() != null)
			.max(Comparator.comparing((generation) -> Objects.requireNonNull(generation.formerSince())));
	}

	private Stream<Generation> others() {
		return own().stream().filter((generation) -> !Objects.equals(generation.number(), this.activeNumber));
	}

	/**
	 * Says whether a record that can never be applied is a later generation's to tell of.
	 * One that does not serve may be given up before it comes to the record: until then
	 * both tell.
	 */
	boolean isReportedByNewer(int number, TopicPartition partition, long offset) {
		return active()
			.filter((other) -> other.number() > number && other.replaces() != null && other.targets() != null)
			.filter((later) -> later.reports(partition, offset))
			.isPresent();
	}

	/** For people. */
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
