package dev.rollcall.local.store;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StoreFileTests {

	private static final String COLLECTION = "test.users";

	private static final List<KeyValue> KEYS = List.of(new KeyValue("a"), new KeyValue("b", 1), new KeyValue("b", 2L),
			new KeyValue(new ObjectId()), new KeyValue(UUID.randomUUID(), "x"), new KeyValue(Arrays.asList("c", null)),
			new KeyValue(new Document("nested", 1.5)));

	private Path file;

	@BeforeEach
	void nameFile(@TempDir Path folder) {
		this.file = folder.resolve("test.db");
	}

	@Test
	void everyValueIsReadAsItWasWritten() {
		Document document = document();
		try (MVStore store = StoreFile.open(this.file)) {
			StoreFile.documents(store, COLLECTION).put("id", document);
			store.commit();
		}
		try (MVStore store = StoreFile.open(this.file)) {
			assertThat(StoreFile.documents(store, COLLECTION).get("id")).isEqualTo(document);
		}
	}

	@Test
	void everyKeyIsFoundAgain() {
		try (MVStore store = StoreFile.open(this.file)) {
			MVMap<KeyValue, Object> index = StoreFile.index(store, COLLECTION, "by");
			KEYS.forEach((key) -> index.put(key, key.toString()));
			IntStream.range(0, 1000).forEach((id) -> index.put(new KeyValue("user-" + id), id));
			store.commit();
		}
		try (MVStore store = StoreFile.open(this.file)) {
			MVMap<KeyValue, Object> index = StoreFile.index(store, COLLECTION, "by");
			assertThat(index.size()).isEqualTo(KEYS.size() + 1000);
			assertThat(KEYS).allSatisfy((key) -> assertThat(index.get(key)).isEqualTo(key.toString()));
			assertThat(index.get(new KeyValue("user-999"))).isEqualTo(999);
		}
	}

	@Test
	void fileOfAnEarlierVersionIsConverted() {
		Document document = document();
		try (MVStore former = MVStore.open(this.file.toString())) {
			former.openMap("databases." + COLLECTION).put("id", document);
			KEYS.forEach((key) -> former.openMap(COLLECTION + "._index_by").put(key, "id"));
			former.openMap("meta." + COLLECTION).put("dataSize", 7);
		}
		for (int start = 0; start < 2; start++) {
			try (MVStore store = StoreFile.open(this.file)) {
				assertThat(StoreFile.documents(store, COLLECTION)).containsExactly(Map.entry("id", document));
				assertThat(StoreFile.index(store, COLLECTION, "by")).hasSize(KEYS.size())
					.allSatisfy((key, id) -> assertThat(id).isEqualTo("id"));
				assertThat(store.openMap("meta." + COLLECTION).get("dataSize")).isEqualTo(7);
			}
		}
	}

	private static Document document() {
		return new Document("text", "é🐎").append("int", 1)
			.append("long", 2L)
			.append("double", 0.5)
			.append("yes", true)
			.append("nothing", null)
			.append("at", Instant.parse("2026-01-02T03:04:05.678Z"))
			.append("uuid", UUID.randomUUID())
			.append("id", new ObjectId())
			.append("decimal", Decimal128.fromNumber(new BigDecimal("1.10")))
			.append("list", List.of(1, "two", new Document("three", 3)))
			.append("nested", new Document("empty", List.of()).append("deep", new Document("er", "x")));
	}

}
