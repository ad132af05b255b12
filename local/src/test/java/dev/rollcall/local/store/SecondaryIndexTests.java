package dev.rollcall.local.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.backend.IndexKey;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecondaryIndexTests {

	private static final String FIELD = "value";

	private Path file;

	private TestStore store;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.file = folder.resolve("test.db");
		open();
	}

	private void open() {
		this.store = new TestStore(this.file);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void indexChangesNoAnswer(long seed) {
		Random random = new Random(seed);
		MongoCollection<Document> indexed = this.store.collection("indexed");
		MongoCollection<Document> scanned = this.store.collection("scanned");
		indexed.createIndex(Indexes.ascending(FIELD, "other"), new IndexOptions().sparse(random.nextBoolean()));
		for (int step = 0; step < 400; step++) {
			change(random, indexed, scanned);
			Bson query = query(random);
			assertThat(ids(indexed, query)).as("seed %d, step %d: %s", seed, step, query)
				.isEqualTo(ids(scanned, query));
			assertThat(indexed.countDocuments(query)).isEqualTo(scanned.countDocuments(query));
			if (step % 150 == 149) {
				close();
				open();
				indexed = this.store.collection("indexed");
				scanned = this.store.collection("scanned");
			}
		}
	}

	private static void change(Random random, MongoCollection<Document> indexed, MongoCollection<Document> scanned) {
		int id = random.nextInt(40);
		Supplier<Object> value = () -> value(random);
		switch (random.nextInt(6)) {
			case 0 -> {
				Bson query = query(random);
				indexed.deleteMany(query);
				scanned.deleteMany(query);
			}
			case 1 -> both(indexed, scanned, (found) -> found.updateOne(Filters.eq(id), Updates.unset(FIELD)));
			case 2 -> {
				Bson query = query(random);
				Bson update = Updates.set(FIELD, value.get());
				both(indexed, scanned, (found) -> found.updateMany(query, update));
			}
			default -> {
				Document document = new Document("_id", id).append("other", random.nextInt(3));
				if (random.nextInt(5) > 0) {
					document.append(FIELD, value.get());
				}
				both(indexed, scanned, (found) -> {
					found.deleteOne(Filters.eq(id));
					found.insertOne(new Document(document));
				});
			}
		}
	}

	private static void both(MongoCollection<Document> indexed, MongoCollection<Document> scanned,
			Consumer<MongoCollection<Document>> change) {
		change.accept(indexed);
		change.accept(scanned);
	}

	private static Object value(Random random) {
		return switch (random.nextInt(7)) {
			case 0 -> random.nextInt(5);
			case 1 -> (long) random.nextInt(5);
			case 2 -> "text-" + random.nextInt(4);
			case 3 -> Date.from(Instant.ofEpochSecond(random.nextInt(5)));
			case 4 -> random.nextBoolean();
			case 5 -> List.of(random.nextInt(3), "text-" + random.nextInt(4));
			default -> new Document("nested", random.nextInt(2));
		};
	}

	private static Bson query(Random random) {
		Object value = value(random);
		Bson condition = switch (random.nextInt(9)) {
			case 0 -> Filters.in(FIELD, value, value(random));
			case 1 -> Filters.lt(FIELD, value);
			case 2 -> Filters.gte(FIELD, value);
			case 3 -> Filters.exists(FIELD);
			case 4 -> Filters.exists(FIELD, false);
			case 5 -> Filters.eq(FIELD, null);
			case 6 -> Filters.ne(FIELD, value);
			case 7 -> new Document(FIELD, new Document("$gt", value).append("$lte", value(random)));
			default -> Filters.eq(FIELD, value);
		};
		return switch (random.nextInt(4)) {
			case 0 -> Filters.and(condition, Filters.eq("other", random.nextInt(3)));
			case 1 -> Filters.and(Filters.lt("_id", random.nextInt(40)), condition);
			case 2 -> Filters.or(condition, Filters.eq("other", random.nextInt(3)));
			default -> condition;
		};
	}

	private static List<Object> ids(MongoCollection<Document> collection, Bson query) {
		return collection.find(query)
			.projection(Projections.include("_id"))
			.sort(new Document("_id", 1))
			.map((document) -> document.get("_id"))
			.into(new ArrayList<>());
	}

	@Test
	void queryReadsOnlyTheDocumentsOfItsValues() {
		Map<Object, de.bwaldvogel.mongo.bson.Document> documents = new TreeMap<>();
		IntStream.range(0, 100)
			.forEach((id) -> documents.put(id,
					new de.bwaldvogel.mongo.bson.Document("_id", id).append(FIELD, "text-" + id % 50)));
		SecondaryIndex index = new SecondaryIndex("value_1", List.of(new IndexKey(FIELD, true)), documents);
		assertThat(index.getPositions(new de.bwaldvogel.mongo.bson.Document(FIELD, "text-7"))).containsExactly(7, 57);
	}

	@Test
	void queryByIdIsLeftToTheIndexOfTheIds() {
		SecondaryIndex index = new SecondaryIndex("value_1", List.of(new IndexKey(FIELD, true)), Map.of());
		assertThat(index.canHandle(new de.bwaldvogel.mongo.bson.Document("_id", 1).append(FIELD, "text"))).isFalse();
		assertThat(index.canHandle(new de.bwaldvogel.mongo.bson.Document(FIELD, "text"))).isTrue();
	}

}
