package dev.rollcall.acceptance.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the store's JVM: what majority reads see, as on a real replica set. A write is
 * guarded by the newest document. It is acknowledged after the lag, and only then visible
 * to a find with majority concern. Writes become visible in their order; the lag changes
 * each second. A write that changes nothing is acknowledged at once.
 * <p>
 * Limits: a write has to name the document by its {@code _id}, otherwise it is visible at
 * once. A find by other fields does not return a document that matched only before the
 * write. Later batches of a cursor, and finds with a projection, return the newest
 * documents.
 */
public final class MajorityViews {

	/** Its content is the number of reads so far that returned a former document. */
	static final String FORMER_READS = "former-reads";

	/** From its creation on, writes have no lag. */
	static final String ENDED = "lagging-ended";

	private static final int MIN_LAG_MILLIS = 50;

	private static final int MAX_LAG_MILLIS = 300;

	private static final String ID = "_id";

	/** The commands that write, and the field with their list of writes. */
	private static final Map<String, String> WRITES = Map.of("insert", "documents", "update", "updates", "delete",
			"deletes", "findAndModify", "");

	private static final Map<Key, View> VIEWS = new ConcurrentHashMap<>();

	private static final AtomicLong COUNT = new AtomicLong();

	private static final long START = System.nanoTime();

	private static volatile Path folder = Path.of("");

	private static long visibleUntil = START;

	private static long lastNumber;

	private MajorityViews() {
	}

	static void use(Path points) {
		folder = points;
	}

	/**
	 * Called before a command.
	 * @return the documents that it may write
	 */
	public static List<Key> begin(MongoBackend store, MongoMessage message) {
		List<Key> keys = keys(message);
		keys.forEach((key) -> VIEWS.compute(key,
				(same, view) -> (view != null) ? view.withWriter() : new View(newest(store, message, key), 1, 0)));
		return keys;
	}

	/**
	 * Called after a command.
	 * @param answer null if the command failed
	 * @return the answer for the client
	 */
	public static @Nullable Document end(MongoBackend store, MongoMessage message, List<Key> keys,
			@Nullable Document answer) {
		if (answer != null && command(message).equals("find") && isMajority(message) && !VIEWS.isEmpty()) {
			return seenByMajority(message, answer);
		}
		if (answer == null || !WRITES.containsKey(command(message)) || !hasChanged(answer)) {
			keys.forEach((key) -> VIEWS.computeIfPresent(key, (same, view) -> view.withoutWriter()));
			return answer;
		}
		Turn turn = Turn.next();
		Map<Key, Document> written = new HashMap<>();
		keys.forEach((key) -> written.put(key, newest(store, message, key)));
		turn.await();
		keys.forEach((key) -> VIEWS.computeIfPresent(key,
				(same, view) -> view.withWritten(written.get(key), turn.number()).withoutWriter()));
		return answer;
	}

	private static String command(MongoMessage message) {
		return message.getDocument().keySet().iterator().next();
	}

	private static boolean isMajority(MongoMessage message) {
		return message.getDocument().get("readConcern") instanceof Document concern
				&& "majority".equals(concern.get("level"));
	}

	private static List<Key> keys(MongoMessage message) {
		String command = command(message);
		String list = WRITES.get(command);
		if (list == null) {
			return List.of();
		}
		Document document = message.getDocument();
		Object writes = list.isEmpty() ? List.of(document) : document.get(list);
		return ((Collection<?>) writes).stream().map(Document.class::cast).flatMap((write) -> switch (command) {
			case "insert" -> id(write);
			case "findAndModify" -> id(write.get("query"));
			default -> id(write.get("q"));
		}).distinct().map((id) -> key(message, id)).toList();
	}

	/** The {@code _id} of a document, or the one that a condition requires. */
	private static Stream<Object> id(@Nullable Object document) {
		Object id = (document instanceof Document fields) ? fields.get(ID) : null;
		boolean operators = id instanceof Document nested
				&& nested.keySet().stream().anyMatch((name) -> name.startsWith("$"));
		return operators ? Stream.empty() : Stream.ofNullable(id);
	}

	private static Key key(MongoMessage message, Object id) {
		return new Key(message.getDatabaseName() + "." + message.getDocument().get(command(message)), id);
	}

	/** Reads without majority concern, which sees the newest document. */
	private static @Nullable Document newest(MongoBackend store, MongoMessage message, Key key) {
		Document find = new Document("find", message.getDocument().get(command(message)))
			.append("filter", new Document(ID, key.id()))
			.append("limit", 1)
			.append("$db", message.getDatabaseName());
		Document answer = store.handleMessage(new MongoMessage(message.getChannel(), message.getHeader(), find));
		return batch(answer).stream().findFirst().map(Document::cloneDeeply).orElse(null);
	}

	private static List<Document> batch(Document answer) {
		return (answer.get("cursor") instanceof Document cursor
				&& cursor.get("firstBatch") instanceof Collection<?> documents)
						? documents.stream().map(Document.class::cast).toList() : List.of();
	}

	private static boolean hasChanged(Document answer) {
		if (answer.containsKey("nModified")) {
			return ((Number) answer.get("nModified")).intValue() > 0 || answer.containsKey("upserted");
		}
		return !(answer.get("n") instanceof Number count) || count.intValue() > 0;
	}

	private static Document seenByMajority(MongoMessage message, Document answer) {
		Document command = message.getDocument();
		if (command.get("projection") instanceof Document fields && !fields.isEmpty()) {
			return answer;
		}
		Document filter = (command.get("filter") instanceof Document some) ? some : new Document();
		List<Document> newest = batch(answer);
		List<Document> seen = new ArrayList<>();
		for (Document document : newest) {
			View view = VIEWS.get(key(message, document.get(ID)));
			if (view == null) {
				seen.add(document);
			}
			else {
				former(view, filter).forEach(seen::add);
			}
		}
		if (newest.isEmpty()) {
			id(filter).map((id) -> VIEWS.get(key(message, id)))
				.flatMap((view) -> (view != null) ? former(view, filter) : Stream.empty())
				.forEach(seen::add);
		}
		if (!seen.equals(newest)) {
			count();
		}
		Document cursor = new Document((Document) answer.get("cursor")).append("firstBatch", seen);
		Document changed = new Document(answer);
		changed.put("cursor", cursor);
		return changed;
	}

	private static Stream<Document> former(View view, Document filter) {
		return Stream.ofNullable(view.document())
			.filter((former) -> new DefaultQueryMatcher().matches(former, filter))
			.map(Document::cloneDeeply);
	}

	private static void count() {
		long count = COUNT.incrementAndGet();
		if (count == 1 || count % 100 == 0) {
			try {
				Files.writeString(folder.resolve(FORMER_READS), Long.toString(count));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * A document.
	 *
	 * @param collection the full name, with the database
	 */
	public record Key(String collection, Object id) {

	}

	/**
	 * What majority reads see while writes of a document are in progress.
	 *
	 * @param document null if it did not exist
	 * @param number the turn of the write that made it
	 */
	private record View(@Nullable Document document, int writers, long number) {

		View withWriter() {
			return new View(this.document, this.writers + 1, this.number);
		}

		/** Without writers, the newest document is visible. */
		@Nullable View withoutWriter() {
			return (this.writers == 1) ? null : new View(this.document, this.writers - 1, this.number);
		}

		View withWritten(@Nullable Document written, long turn) {
			return (turn > this.number) ? new View(written, this.writers, turn) : this;
		}

	}

	/**
	 * When a write becomes visible.
	 *
	 * @param number the write's place in the order
	 * @param time by {@link System#nanoTime()}
	 */
	private record Turn(long number, long time) {

		static Turn next() {
			synchronized (MajorityViews.class) {
				long now = System.nanoTime();
				long seconds = TimeUnit.NANOSECONDS.toSeconds(now - START);
				int lag = Files.exists(folder.resolve(ENDED)) ? 0
						: new SplittableRandom(seconds).nextInt(MIN_LAG_MILLIS, MAX_LAG_MILLIS + 1);
				visibleUntil = Math.max(visibleUntil, now + TimeUnit.MILLISECONDS.toNanos(lag));
				return new Turn(++lastNumber, visibleUntil);
			}
		}

		void await() {
			for (long left = left(); left > 0; left = left()) {
				LockSupport.parkNanos(left);
			}
		}

		private long left() {
			return this.time - System.nanoTime();
		}

	}

}
