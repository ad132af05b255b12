package dev.rollcall.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks changed schemas against src/main/avro-history, which has every registered
 * version: {@code <full name>/<n>.avsc}, n = 1, 2, 3 ...
 */
class SchemaHistoryTests {

	private static final Path HISTORY = Path.of("src/main/avro-history");

	static List<Schema> schemas() {
		return Schemas.ALL;
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void everyVersionReadsEveryOther(Schema schema) throws IOException {
		List<Schema> versions = new ArrayList<>(recorded(schema));
		versions.add(schema);
		for (Schema reader : versions) {
			assertThat(versions).as("versions that %s can read", reader)
				.allSatisfy((writer) -> assertThat(reads(reader, writer)).isTrue());
		}
	}

	@ParameterizedTest
	@MethodSource("schemas")
	void newestVersionIsRecorded(Schema schema) throws IOException {
		List<Schema> recorded = recorded(schema);
		Path next = HISTORY.resolve(schema.getFullName()).resolve((recorded.size() + 1) + ".avsc");
		assertThat(recorded).as("create the file " + next + " with this content:\n" + schema.toString(true))
			.isNotEmpty();
		// Compares the text, because serializers look a schema up by it.
		assertThat(recorded.get(recorded.size() - 1).toString())
			.as("create the file " + next + " with this content:\n" + schema.toString(true))
			.isEqualTo(schema.toString());
	}

	@Test
	void newRequiredFieldIsIncompatibleAndNewOptionalFieldIsNot() {
		Schema before = SchemaBuilder.record("R").fields().requiredString("a").endRecord();
		Schema required = SchemaBuilder.record("R").fields().requiredString("a").requiredString("b").endRecord();
		Schema optional = SchemaBuilder.record("R").fields().requiredString("a").optionalString("b").endRecord();
		assertThat(reads(required, before)).isFalse();
		assertThat(reads(optional, before) && reads(before, optional)).isTrue();
	}

	private static boolean reads(Schema reader, Schema writer) {
		return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
			.getType() == SchemaCompatibilityType.COMPATIBLE;
	}

	private static List<Schema> recorded(Schema schema) throws IOException {
		List<Schema> recorded = new ArrayList<>();
		Path folder = HISTORY.resolve(schema.getFullName());
		Path file = folder.resolve("1.avsc");
		while (Files.exists(file)) {
			recorded.add(new Schema.Parser().parse(Files.readString(file)));
			file = folder.resolve((recorded.size() + 1) + ".avsc");
		}
		return recorded;
	}

}
