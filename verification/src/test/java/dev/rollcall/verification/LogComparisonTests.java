package dev.rollcall.verification;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LogComparisonTests {

	private static final Verification.Order REPAIR = new Verification.Order(true, false);

	private final Map<String, Document> logged = new LinkedHashMap<>();

	private final StoredFixture stored = new StoredFixture();

	private Duration lookAgain = Duration.ZERO;

	@Test
	void equalDocumentsDoNotDiffer() {
		log("ann", 1);
		this.stored.with("ann", 1);
		Findings findings = compare(Verification.Order.CHECK);
		assertThat(findings.compared()).isOne();
		assertThat(findings.left()).isZero();
	}

	@Test
	void missingAndOlderDocumentsAreNamedByKind() {
		log("ann", 1);
		log("bob", 2);
		this.stored.with("bob", 1);
		Findings findings = compare(Verification.Order.CHECK);
		assertThat(findings.named(Difference.Kind.LOST)).containsOnlyKeys("ann");
		assertThat(findings.named(Difference.Kind.STALE)).containsOnlyKeys("bob");
		assertThat(findings.left()).isEqualTo(2);
	}

	@Test
	void documentThatTheLogLacksIsFound() {
		log("ann", 1);
		this.stored.with("ann", 1).with("ghost", 1);
		assertThat(compare(Verification.Order.CHECK).named(Difference.Kind.GHOST)).containsOnlyKeys("ghost");
	}

	@Test
	void checkChangesNothing() {
		log("ann", 1);
		log("bob", 1);
		this.stored.with("bob", 1);
		compare(Verification.Order.CHECK);
		assertThat(this.stored.repaired).isEmpty();
	}

	@Test
	void repairIsCountedOnceTheDifferenceIsGone() {
		log("ann", 1);
		Findings findings = compare(REPAIR);
		assertThat(this.stored.repaired).containsExactly("ann");
		assertThat(findings.count(Difference.Kind.LOST)).isOne();
		assertThat(findings.repairs()).isOne();
		assertThat(findings.left()).isZero();
	}

	@Test
	void repairWithoutEffectIsNotCounted() {
		log("ann", 1);
		this.stored.repairable = false;
		Findings findings = compare(REPAIR);
		assertThat(this.stored.repaired).containsExactly("ann");
		assertThat(findings.repairs()).isZero();
		assertThat(findings.left()).isOne();
	}

	@Test
	void lostSideEntryOfAnEqualDocumentIsNamedAndRepaired() {
		log("ann", 1);
		this.stored.with("ann", 1).withoutSides.add("ann");
		assertThat(compare(Verification.Order.CHECK).named(Difference.Kind.LOST)).containsOnlyKeys("ann");
		Findings findings = compare(REPAIR);
		assertThat(findings.repairedIds()).containsExactly("ann");
		assertThat(findings.left()).isZero();
	}

	@Test
	void documentThatArrivesDuringTheRecheckDoesNotDiffer() {
		log("ann", 1);
		this.stored.inFlight = () -> this.stored.with("ann", 1);
		this.lookAgain = Duration.ofMillis(10);
		Findings findings = compare(REPAIR);
		assertThat(findings.left()).isZero();
		assertThat(findings.count(Difference.Kind.LOST)).isZero();
		assertThat(this.stored.repaired).isEmpty();
	}

	@Test
	void differencesBeyondThePortionAreCountedWithoutRepair() {
		IntStream.rangeClosed(0, LogComparison.PORTION).forEach((number) -> log("user-" + number, 1));
		Findings findings = compare(REPAIR);
		assertThat(findings.count(Difference.Kind.LOST)).isEqualTo(LogComparison.PORTION + 1);
		assertThat(findings.named(Difference.Kind.LOST)).hasSize(Findings.MAX_NAMED);
		assertThat(findings.left()).isOne();
		assertThat(findings.notes()).containsExactly("More than 10000 users differ: repair again, or rebuild");
	}

	@Test
	void unknownKeysBeyondTheMaximumAreNotCounted() {
		IntStream.rangeClosed(0, 100_000).forEach((number) -> this.stored.with("user-" + number, 1));
		Findings findings = compare(Verification.Order.CHECK);
		assertThat(findings.count(Difference.Kind.GHOST)).isEqualTo(100_000);
		assertThat(findings.notes()).anyMatch((note) -> note.contains("the others are not counted"));
	}

	@Test
	void interruptEndsTheRecheck() {
		log("ann", 1);
		this.lookAgain = Duration.ofMinutes(1);
		Thread.currentThread().interrupt();
		assertThatIllegalStateException().isThrownBy(() -> compare(Verification.Order.CHECK));
		assertThat(Thread.interrupted()).isTrue();
	}

	private void log(String key, int version) {
		this.logged.put(key, StoredFixture.document(key, version));
	}

	private Findings compare(Verification.Order order) {
		return new LogComparison(new LoggedDocuments(), this.stored, this.lookAgain).findings(order);
	}

	private final class LoggedDocuments implements Log {

		@Override
		public void all(Consumer<Map<String, Document>> each) {
			each.accept(LogComparisonTests.this.logged);
		}

		@Override
		public Map<String, Document> of(Set<String> keys) {
			Map<String, Document> documents = new LinkedHashMap<>(LogComparisonTests.this.logged);
			documents.keySet().retainAll(Set.copyOf(keys));
			return documents;
		}

	}

}
