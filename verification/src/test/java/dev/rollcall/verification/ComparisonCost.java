package dev.rollcall.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a scheduled and a full run read, their time and their memory, with a
 * generated log: {@code ComparisonCost <users>...}. Each user has three records of a
 * profile and one of a credential; the store has the newest of each. Before the scheduled
 * run, {@value #ADDED} of the users were added; {@code -Dfull=false} omits the full run.
 * No test: run it by hand.
 */
final class ComparisonCost {

	private static final int SHARES = 12;

	private static final int PROFILES = 3;

	/** Users added between two scheduled runs. */
	private static final int ADDED = 10_000;

	private final int users;

	private long records;

	private long documents;

	private long peak;

	private ComparisonCost(int users) {
		this.users = users;
	}

	public static void main(String[] args) {
		for (String users : args) {
			new ComparisonCost(Integer.parseInt(users)).measure();
		}
	}

	private void measure() {
		run("scheduled", new Verification.Order(false, false, new LastRun(this.users - ADDED)));
		if (!"false".equals(System.getProperty("full"))) {
			run("full", Verification.Order.CHECK);
		}
	}

	private void run(String kind, Verification.Order order) {
		this.records = 0;
		this.documents = 0;
		System.gc();
		long before = used();
		this.peak = 0;
		long began = System.nanoTime();
		Findings findings = new LogComparison(new Generated(), new GeneratedStore(), Duration.ofSeconds(30))
			.findings(order);
		long log = (long) this.users * (PROFILES + 1);
		String line = "%,d users, %s: %,d of %,d records read (%.2f times), %,d documents, %,d MB, %.1f s; "
				+ "compared %,d, left %d";
		System.out.println(line.formatted(this.users, kind, this.records, log, (double) this.records / log, // console
				this.documents, Math.max(0, this.peak - before) / 1024 / 1024, (System.nanoTime() - began) / 1e9,
				findings.compared(), findings.left()));
	}

	private static long used() {
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	/** After a collection: what is really held. */
	private void look() {
		System.gc();
		this.peak = Math.max(this.peak, used());
	}

	private static String key(int user) {
		return "00000000-0000-7000-8000-%012d".formatted(user);
	}

	private static int user(String key) {
		return Integer.parseInt(key.substring(24));
	}

	private static Document document(int user) {
		return new Document("_id", key(user)).append("profile", part(user, PROFILES))
			.append("credential", part(user, 1));
	}

	private static Document part(int user, int version) {
		return new Document("name", "user-" + user).append("version", (long) version);
	}

	private static int share(int user) {
		return user % SHARES;
	}

	/** What the scheduled run before has saved. */
	private record LastRun(int users) implements Checkpoint {

		@Override
		public Document read() {
			Document offsets = new Document();
			for (int share = 0; share < SHARES; share++) {
				offsets.append(String.valueOf(share), new Document("end", (long) this.users));
			}
			return new Document("offsets", offsets).append("turn", 1).append("left", false);
		}

		@Override
		public void save(Document progress) {
			// One run is measured.
		}

	}

	private final class Generated implements Log {

		@Override
		public int shares() {
			return SHARES;
		}

		@Override
		public int share(String key) {
			return ComparisonCost.share(user(key));
		}

		@Override
		public List<String> parts() {
			return List.of("profile", "credential");
		}

		@Override
		public Map<String, Long> ends(int share) {
			return Map.of("end", (long) ComparisonCost.this.users);
		}

		@Override
		public Map<String, Long> read(int share, Map<String, Long> from, Records each) {
			for (int user = from.getOrDefault("end", 0L).intValue(); user < ComparisonCost.this.users; user++) {
				if (ComparisonCost.share(user) == share) {
					for (int version = 1; version <= PROFILES; version++) {
						each.record(key(user), "profile", version, part(user, version));
					}
					each.record(key(user), "credential", 1, part(user, 1));
					ComparisonCost.this.records += PROFILES + 1;
				}
			}
			look();
			return ends(share);
		}

		@Override
		public Map<String, Document> of(Set<String> keys) {
			throw new IllegalStateException("Nothing differs");
		}

	}

	private final class GeneratedStore implements Stored {

		@Override
		public Map<String, Document> find(Collection<String> keys) {
			ComparisonCost.this.documents += keys.size();
			return keys.stream().collect(Collectors.toMap(Function.identity(), (key) -> document(user(key))));
		}

		@Override
		public void pages(Consumer<List<Document>> page) {
			for (int first = 0; first < ComparisonCost.this.users; first += 500) {
				List<Document> documents = new ArrayList<>();
				for (int user = first; user < Math.min(first + 500, ComparisonCost.this.users); user++) {
					documents.add(document(user));
				}
				ComparisonCost.this.documents += documents.size();
				page.accept(documents);
			}
			look();
		}

		@Override
		public @Nullable Difference compare(@Nullable Document logged, @Nullable Document stored) {
			return new Difference(Difference.Kind.DIVERGED, "not equal by its hash");
		}

		@Override
		public Map<String, Long> fingerprints(Document stored) {
			return Map.of("profile", Fingerprint.of(stored.get("profile")), "credential",
					Fingerprint.of(stored.get("credential")));
		}

		@Override
		public long fingerprint(String key, String part, Document logged) {
			return Fingerprint.of(logged);
		}

		@Override
		public void repair(String key, Difference difference, @Nullable Document logged, @Nullable Document stored) {
			throw new IllegalStateException("Nothing differs");
		}

	}

}
