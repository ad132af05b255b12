package dev.rollcall.acceptance.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What majority reads see between a write and its acknowledgement.
 */
class MajorityViewsTests {

	private static final String ADA = "ada@example.com";

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final MongoBackend store = H2Backend.inMemory();

	@BeforeEach
	void use(@TempDir Path folder) {
		MajorityViews.use(folder);
	}

	@AfterEach
	void close() {
		this.store.close();
		this.channel.close();
	}

	@Test
	void acknowledgedWriteIsVisible() {
		write(insert());
		write(update(1, 2));
		assertThat(found("_id", "a")).extracting("revision").containsExactly(2);
	}

	@Test
	void insertIsVisibleOnlyOnceItIsAcknowledged() {
		Write insert = begin(insert());
		assertThat(found("_id", "a")).isEmpty();
		assertThat(found("email", ADA)).isEmpty();
		insert.acknowledge();
		assertThat(found("email", ADA)).hasSize(1);
	}

	@Test
	void updateIsGuardedByTheNewestDocumentAndReadsReturnTheFormer() {
		write(insert());
		Write first = begin(update(1, 2));
		assertThat(found("_id", "a")).extracting("revision").containsExactly(1);
		assertThat(found("email", ADA)).extracting("revision").containsExactly(1);
		assertThat(found("revision", 2)).isEmpty();
		assertThat(write(update(1, 3))).as("a lost race").containsEntry("n", 0);
		Write second = begin(update(2, 3));
		first.acknowledge();
		assertThat(found("_id", "a")).extracting("revision").doesNotContain(1).hasSize(1);
		second.acknowledge();
		assertThat(found("_id", "a")).extracting("revision").containsExactly(3);
	}

	@Test
	void deletedDocumentIsVisibleUntilTheAcknowledgement() {
		write(insert());
		Document delete = new Document("delete", "users").append("deletes",
				List.of(new Document("q", new Document("_id", "a")).append("limit", 1)));
		Write write = begin(delete);
		assertThat(found("_id", "a")).hasSize(1);
		write.acknowledge();
		assertThat(found("_id", "a")).isEmpty();
	}

	@Test
	void acknowledgementTakesAtLeastTheLag() {
		long start = System.nanoTime();
		write(insert());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
	}

	@Test
	void writeIsAcknowledgedAtOnceWhenTheLagHasEnded(@TempDir Path ended) throws IOException {
		Files.createFile(ended.resolve(MajorityViews.ENDED));
		write(insert());
		MajorityViews.use(ended);
		long start = System.nanoTime();
		IntStream.range(1, 101).forEach((revision) -> write(update(revision, revision + 1)));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as("100 writes").isLessThan(Duration.ofSeconds(5));
	}

	private static Document insert() {
		Document document = new Document("_id", "a").append("email", ADA).append("revision", 1);
		return new Document("insert", "users").append("documents", List.of(document));
	}

	private static Document update(int from, int to) {
		Document update = new Document("q", new Document("_id", "a").append("revision", from)).append("u",
				new Document("$set", new Document("revision", to)));
		return new Document("update", "users").append("updates", List.of(update));
	}

	private List<Document> found(String field, Object value) {
		Document find = new Document("find", "users").append("filter", new Document(field, value))
			.append("readConcern", new Document("level", "majority"));
		Document cursor = (Document) write(find).get("cursor");
		return ((List<?>) cursor.get("firstBatch")).stream().map(Document.class::cast).toList();
	}

	private Document write(Document command) {
		return begin(command).acknowledge();
	}

	private Write begin(Document command) {
		MongoMessage message = new MongoMessage(this.channel, null, command.append("$db", "test"));
		List<MajorityViews.Key> keys = MajorityViews.begin(this.store, message);
		return new Write(message, keys, this.store.handleMessage(message));
	}

	/** A command that is applied but not acknowledged. */
	private final class Write {

		private final MongoMessage message;

		private final List<MajorityViews.Key> keys;

		private final Document answer;

		Write(MongoMessage message, List<MajorityViews.Key> keys, Document answer) {
			this.message = message;
			this.keys = keys;
			this.answer = answer;
		}

		Document acknowledge() {
			return MajorityViews.end(MajorityViewsTests.this.store, this.message, this.keys, this.answer);
		}

	}

}
