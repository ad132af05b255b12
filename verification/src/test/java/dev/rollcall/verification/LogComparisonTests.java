package dev.rollcall.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LogComparisonTests {

	private static final Verification.Order REPAIR = new Verification.Order(true, false);

	private static final int SHARES = 3;

	private final List<Document> records = new ArrayList<>();

	private final Set<String> keys = new LinkedHashSet<>();

	private int read;

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
	void fullRunReadsEachShareOnceIfNothingDiffers() {
		IntStream.range(0, 100).forEach((number) -> {
			log("user-" + number, 1);
			log("user-" + number, 2);
			this.stored.with("user-" + number, 2);
		});
		Findings findings = compare(Verification.Order.CHECK);
		assertThat(findings.left()).isZero();
		assertThat(findings.compared()).isEqualTo(100);
		assertThat(this.read).isEqualTo(200);
	}

	@Test
	void scheduledRunReadsWhatIsNewAndOneShareInTurn() {
		IntStream.range(0, 100).forEach((number) -> {
			log("user-" + number, 1);
			this.stored.with("user-" + number, 1);
		});
		Progress progress = new Progress();
		for (int run = 0; run < SHARES; run++) {
			assertThat(compare(new Verification.Order(false, false, progress)).left()).isZero();
		}
		assertThat(this.read).as("each share once").isEqualTo(100);
		this.read = 0;
		String elsewhere = this.keys.stream().filter((key) -> share(key) != 0).findFirst().orElseThrow();
		log(elsewhere, 2);
		Findings findings = compare(new Verification.Order(false, false, progress));
		assertThat(findings.named(Difference.Kind.STALE)).containsOnlyKeys(elsewhere);
		assertThat(findings.compared()).isEqualTo(1 + this.keys.stream().filter((key) -> share(key) == 0).count());
	}

	@Test
	void shareWhoseLogHasLostItsEndIsReadWhole() {
		IntStream.range(0, 100).forEach((number) -> {
			log("user-" + number, 1);
			this.stored.with("user-" + number, 1);
		});
		Progress progress = new Progress();
		compare(new Verification.Order(false, false, progress));
		this.records.subList(50, 100).clear();
		assertThat(compare(new Verification.Order(false, false, progress)).count(Difference.Kind.GHOST)).isEqualTo(50);
	}

	@Test
	void ghostIsFoundByTheRunOfItsShareAndReportedUntilItIsGone() {
		this.stored.with("ghost", 1);
		Progress progress = new Progress();
		List<Long> ghosts = new ArrayList<>();
		for (int run = 0; run < SHARES + 2; run++) {
			ghosts.add(compare(new Verification.Order(false, false, progress)).count(Difference.Kind.GHOST));
		}
		assertThat(ghosts.subList(share("ghost"), SHARES + 2)).containsOnly(1L);
		this.stored.documents.clear();
		assertThat(compare(new Verification.Order(false, false, progress)).left()).isZero();
	}

	@Test
	void recordsAddedDuringTheRunAreNoDifference() {
		log("ann", 1);
		this.stored.with("ann", 2);
		this.stored.inFlight = () -> log("ann", 2);
		this.lookAgain = Duration.ofMillis(10);
		assertThat(compare(Verification.Order.CHECK).count(Difference.Kind.GHOST)).isZero();
		assertThat(compare(Verification.Order.CHECK).count(Difference.Kind.STALE)).isZero();
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
		this.records.add(StoredFixture.document(key, version));
		this.keys.add(key);
	}

	private static int share(String key) {
		return Math.floorMod(key.hashCode(), SHARES);
	}

	private Findings compare(Verification.Order order) {
		return new LogComparison(new Records(), this.stored, this.lookAgain).findings(order);
	}

	/** A log of one part, whose offsets are those of all records. */
	private final class Records implements Log {

		@Override
		public int shares() {
			return SHARES;
		}

		@Override
		public int share(String key) {
			return LogComparisonTests.share(key);
		}

		@Override
		public List<String> parts() {
			return List.of("state");
		}

		@Override
		public Map<String, Long> ends(int share) {
			return Map.of("end", (long) LogComparisonTests.this.records.size());
		}

		@Override
		public Map<String, Long> read(int share, Map<String, Long> from, Log.Records each) {
			Map<String, Long> ends = ends(share);
			int first = from.getOrDefault("end", 0L).intValue();
			for (Document record : List
				.copyOf(LogComparisonTests.this.records.subList(first, ends.get("end").intValue()))) {
				if (share(record.getString("_id")) == share) {
					LogComparisonTests.this.read++;
					each.record(record.getString("_id"), "state", record.getInteger("version"), record);
				}
			}
			return ends;
		}

		@Override
		public Map<String, Document> of(Set<String> keys) {
			Map<String, Document> documents = new LinkedHashMap<>();
			LogComparisonTests.this.records.stream()
				.filter((record) -> keys.contains(record.getString("_id")))
				.forEach((record) -> documents.put(record.getString("_id"), record));
			return documents;
		}

	}

	private static final class Progress implements Checkpoint {

		private Document saved = new Document();

		@Override
		public Document read() {
			return this.saved;
		}

		@Override
		public void save(Document progress) {
			this.saved = progress;
		}

	}

}
