package dev.rollcall.local.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DurableBackendTests {

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

	@Test
	void helloNamesAWritablePrimary() {
		assertThat(this.store.client().getDatabase("test").runCommand(new Document("hello", 1)))
			.containsEntry("isWritablePrimary", true);
	}

	@Test
	void contentAndIndexesAreThereAfterARestart() {
		users().createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
		users().insertOne(user(1));
		close();
		open();
		assertThat(users().find(Filters.eq("email", "user-1")).first()).isEqualTo(user(1));
		assertThatExceptionOfType(MongoWriteException.class)
			.isThrownBy(() -> users().insertOne(new Document("_id", 2).append("email", "user-1")));
	}

	@Test
	void compactionKeepsTheContent() {
		for (int round = 0; round < 20; round++) {
			users().updateOne(Filters.eq(1), Updates.set("round", round), new UpdateOptions().upsert(true));
			this.store.backend().compact();
		}
		assertThat(users().find().first()).containsEntry("round", 19);
	}

	@Test
	void closedFileHasNoBytesOfDeletedDocuments() throws IOException {
		users().createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
		users().insertMany(IntStream.range(100, 500).mapToObj(DurableBackendTests::user).toList());
		users().deleteMany(Filters.mod("_id", 2, 0));
		users().updateOne(Filters.eq(101), Updates.unset("email"));
		close();
		String bytes = Files.readString(this.file, StandardCharsets.ISO_8859_1);
		assertThat(bytes).contains("user-499").doesNotContain("user-101");
		assertThat(IntStream.range(50, 250).mapToObj((half) -> "user-" + 2 * half)).noneMatch(bytes::contains);
		open();
		assertThat(users().countDocuments()).isEqualTo(200);
		assertThat(users().find(Filters.eq("email", "user-499")).first()).isEqualTo(user(499));
	}

	@Test
	void droppedCollectionCanBeCreatedAgain() {
		users().insertOne(user(1));
		users().drop();
		users().insertOne(user(2));
		assertThat(users().find().into(new ArrayList<>())).containsExactly(user(2));
	}

	@Test
	void guardedUpdateChangesOnlyADocumentThatMeetsTheGuard() {
		users().insertOne(user(1));
		assertThat(users().updateOne(Filters.and(Filters.eq(1), Filters.eq("email", "other")), Updates.set("x", 1))
			.getMatchedCount()).isZero();
		assertThat(users().updateOne(Filters.and(Filters.eq(1), Filters.eq("email", "user-1")), Updates.set("x", 1))
			.getMatchedCount()).isOne();
	}

	@Test
	void scanReturnsAllDocumentsInBatches() {
		users().insertMany(IntStream.range(0, 250).mapToObj(DurableBackendTests::user).toList());
		List<Document> found = users().find().batchSize(100).into(new ArrayList<>());
		assertThat(found).hasSize(250).doesNotHaveDuplicates();
		assertThat(users().find().batchSize(100).projection(new Document("_id", 1)).into(new ArrayList<>()))
			.hasSize(250)
			.contains(new Document("_id", 249));
		assertThat(users().find().batchSize(100).limit(120).into(new ArrayList<>())).hasSize(120);
		assertThat(users().find().batchSize(100).sort(Filters.eq("_id", -1)).first()).isEqualTo(user(249));
	}

	private MongoCollection<Document> users() {
		return this.store.collection("users");
	}

	private static Document user(int id) {
		return new Document("_id", id).append("email", "user-" + id);
	}

}
