package dev.rollcall.local.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import de.bwaldvogel.mongo.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BulkWriteTests {

	private final List<Integer> sizes = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "insert, documents", "update, updates", "delete, deletes" })
	void onlyALargeCommandIsSplit(String command, String list) {
		assertThat(BulkWrite.of(command(command, list, 100)).isLarge()).isFalse();
		assertThat(BulkWrite.of(command(command, list, 101)).isLarge()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "find", "findAndModify" })
	void otherCommandsAreNeverSplit(String command) {
		assertThat(BulkWrite.of(command(command, "documents", 500)).isLarge()).isFalse();
	}

	@Test
	void batchesCoverAllWritesInOrder() {
		List<Object> written = new ArrayList<>();
		Document answer = run(command("insert", "documents", 250), (batch) -> {
			written.addAll((List<?>) batch.get("documents"));
			assertThat(batch).containsEntry("insert", "users").containsEntry("writeConcern", "majority");
			return ok();
		});
		assertThat(this.sizes).containsExactly(100, 100, 50);
		assertThat(written).isEqualTo(IntStream.range(0, 250).boxed().toList());
		assertThat(answer).containsEntry("n", 250).containsEntry("ok", 1);
	}

	@Test
	void indexesAreThoseOfTheWholeCommand() {
		Document answer = run(command("update", "updates", 250).append("ordered", false),
				(batch) -> ok().append("upserted", List.of(new Document("index", 1).append("_id", "x")))
					.append("writeErrors", List.of(new Document("index", 7))));
		assertThat(indexes(answer, "upserted")).containsExactly(1, 101, 201);
		assertThat(indexes(answer, "writeErrors")).containsExactly(7, 107, 207);
	}

	@ParameterizedTest
	@CsvSource({ "true, 1", ", 1", "false, 3" })
	void onlyAnOrderedWriteEndsAtItsFirstError(Boolean ordered, int batches) {
		Document command = command("insert", "documents", 250);
		if (ordered != null) {
			command.put("ordered", ordered);
		}
		run(command, (batch) -> ok().append("writeErrors", List.of(new Document("index", 0))));
		assertThat(this.sizes).hasSize(batches);
	}

	private Document run(Document command, UnaryOperator<Document> batch) {
		return BulkWrite.of(command).run((part) -> {
			this.sizes.add(((List<?>) part.values().stream().filter(List.class::isInstance).findFirst().get()).size());
			return batch.apply(part).append("n", this.sizes.get(this.sizes.size() - 1));
		});
	}

	private static Document command(String name, String list, int size) {
		return new Document(name, "users").append(list, IntStream.range(0, size).boxed().toList())
			.append("writeConcern", "majority");
	}

	private static Document ok() {
		return new Document("ok", 1);
	}

	private static List<Object> indexes(Document answer, String list) {
		return ((List<?>) answer.get(list)).stream().<Object>map((entry) -> ((Document) entry).get("index")).toList();
	}

}
