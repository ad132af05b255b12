package dev.rollcall.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GenerationChangesTests {

	private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	private static final Document FINDINGS = new Document("compared", 1L);

	private final GenerationChanges changes = changes(1);

	private final Document first = this.changes.first();

	@Test
	void firstGenerationIsActiveAtOnce() {
		ProjectionState state = state(this.first);

		assertThat(state.activeNumber()).isOne();
		assertThat(state.active()).get().satisfies((generation) -> {
			assertThat(generation.group()).isEqualTo("service-users-g1");
			assertThat(generation.startedAt()).isEqualTo(NOON);
			assertThat(generation.replaces()).isNull();
		});
		assertThat(this.changes.addedFirst(this.first)).as("once only").isNull();
	}

	@Test
	void otherVersionGetsAGenerationOfItsOwn() {
		Document changed = Objects.requireNonNull(changes(2).addedFirst(this.first));

		assertThat(state(changed).activeNumber()).isOne();
		assertThat(ProjectionState.of(changed, 2).activeNumber()).isEqualTo(2);
	}

	@Test
	void nextGenerationReplacesTheActiveOne() {
		ProjectionState state = state(this.changes.started(this.first));

		assertThat(state.activeNumber()).isOne();
		assertThat(state.building()).get().satisfies((building) -> {
			assertThat(building.number()).isEqualTo(2);
			assertThat(building.replaces()).isOne();
		});
	}

	@Test
	void changesLeaveTheStoredDocumentAsItIs() {
		Document stored = this.changes.first();

		Document started = this.changes.started(stored);
		this.changes.cutOver(started, 2, FINDINGS);

		assertThat(stored).isEqualTo(this.first);
		assertThat(started).isEqualTo(this.changes.started(this.first));
	}

	@Test
	void secondRebuildAndRollbackAreRefusedWhileOneIsBuilt() {
		Document started = this.changes.started(this.first);

		assertThatExceptionOfType(RebuildRefused.class).isThrownBy(() -> this.changes.started(started))
			.withMessage("Generation 2 is being built: cancel it first");
		assertThatExceptionOfType(RebuildRefused.class).isThrownBy(() -> this.changes.rolledBack(started));
	}

	@Test
	void cancelledNumberIsNotUsedAgain() {
		Document cancelled = this.changes.cancelled(this.changes.started(this.first));

		assertThat(state(cancelled).all()).hasSize(1);
		assertThat(state(this.changes.started(cancelled)).building().orElseThrow().number()).isEqualTo(3);
		assertThatExceptionOfType(RebuildRefused.class).isThrownBy(() -> this.changes.cancelled(cancelled));
	}

	@Test
	void cutOverMakesThePreviousGenerationTheFormer() {
		ProjectionState state = state(cutOver());

		assertThat(state.activeNumber()).isEqualTo(2);
		assertThat(state.building()).isEmpty();
		assertThat(state.former()).get().satisfies((former) -> {
			assertThat(former.number()).isOne();
			assertThat(former.formerSince()).isEqualTo(NOON);
		});
		assertThat(state.active().orElseThrow().state()).containsEntry(Generation.FINDINGS, FINDINGS);
	}

	@Test
	void stoppedCancelledOrOtherGenerationIsNotCutOver() {
		Document started = this.changes.started(this.first);
		Document stopped = Objects.requireNonNull(this.changes.stopped(started, 2, FINDINGS));

		assertThat(this.changes.cutOver(stopped, 2, FINDINGS)).isNull();
		assertThat(this.changes.cutOver(started, 3, FINDINGS)).isNull();
		assertThat(this.changes.cutOver(this.changes.cancelled(started), 2, FINDINGS)).isNull();
		assertThatExceptionOfType(RebuildRefused.class).isThrownBy(() -> this.changes.started(stopped))
			.withMessage("Generation 2 is stopped: cancel it first");
	}

	@Test
	void generationThatReplacesAnotherThanTheActiveOneIsNotCutOver() {
		Document started = this.changes.started(cutOver());
		started.get("active", Document.class).put("1", 1);

		assertThat(this.changes.cutOver(started, 3, FINDINGS)).isNull();
	}

	@Test
	void rollbackExchangesTheTwo() {
		Document rolledBack = this.changes.rolledBack(cutOver());

		assertThat(state(rolledBack).activeNumber()).isOne();
		assertThat(state(rolledBack).active().orElseThrow().formerSince()).isNull();
		assertThat(state(rolledBack).former().orElseThrow().number()).isEqualTo(2);
		assertThat(state(this.changes.rolledBack(rolledBack)).activeNumber()).isEqualTo(2);
		assertThatExceptionOfType(RebuildRefused.class).isThrownBy(() -> this.changes.rolledBack(this.first))
			.withMessage("No former generation is kept");
	}

	@Test
	void nextRebuildDropsTheFormerGeneration() {
		ProjectionState state = state(this.changes.started(cutOver()));

		assertThat(state.all()).extracting(Generation::number).containsExactly(2, 3);
	}

	@Test
	void newTargetsAreUnreachedAtFirst() {
		TopicPartition partition = new TopicPartition("topic", 0);
		Document started = this.changes.started(this.first);

		Document targeted = Objects.requireNonNull(this.changes.targeted(started, 2, Map.of(partition, 7L)));

		assertThat(state(targeted).building().orElseThrow().goal()).isEqualTo(Map.of(partition, 7L));
		assertThat(state(targeted).building().orElseThrow().unreached()).containsExactly(partition);
		assertThat(this.changes.targeted(this.first, 1, Map.of())).as("the active one has none").isNull();
	}

	@Test
	void onlyFormerGenerationsAndThoseOfOtherVersionsAreDropped() {
		Document withOther = Objects.requireNonNull(changes(2).addedFirst(cutOver()));

		Document dropped = Objects.requireNonNull(this.changes.dropped(withOther, (generation) -> true));

		assertThat(state(dropped).all()).extracting(Generation::number).containsExactly(2);
		assertThat(dropped.get("active")).isEqualTo(new Document("1", 2));
		assertThat(this.changes.dropped(dropped, (generation) -> true)).isNull();
	}

	@Test
	void comparisonIsClaimedByOneInstanceUntilTheClaimExpires() {
		Document started = this.changes.started(this.first);
		Document claimed = Objects
			.requireNonNull(this.changes.claimed(started, 2, "one", NOON.minus(Duration.ofSeconds(15))));

		assertThat(this.changes.claimed(claimed, 2, "other", NOON.minus(Duration.ofSeconds(15)))).isNull();
		assertThat(this.changes.claimed(claimed, 2, "one", Instant.MIN)).as("prolongs its own").isNotNull();
		assertThat(this.changes.claimed(claimed, 2, "other", NOON.plusSeconds(1))).as("expired").isNotNull();
		assertThat(this.changes.claimed(claimed, 3, "one", NOON)).as("no such generation").isNull();
	}

	private Document cutOver() {
		return Objects.requireNonNull(this.changes.cutOver(this.changes.started(this.first), 2, FINDINGS));
	}

	private static ProjectionState state(Document stored) {
		return ProjectionState.of(stored, 1);
	}

	private static GenerationChanges changes(int version) {
		return new GenerationChanges(new Users(version), "service", Clock.fixed(NOON, ZoneOffset.UTC));
	}

	private record Users(int version) implements Projection {

		@Override
		public String name() {
			return "users";
		}

		@Override
		public List<ProjectionPart> parts() {
			return List.of();
		}

	}

}
