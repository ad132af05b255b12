package dev.rollcall.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemasTests {

	@Test
	void jarHasTheCurrentVersionOfEachSchemaInOneFile() throws IOException {
		for (Schema schema : Schemas.ALL) {
			assertThat(newestInJar(schema)).isEqualTo(schema).hasToString(schema.toString());
		}
	}

	@Test
	void everyFieldIsDocumented() {
		assertThat(Schemas.ALL).flatExtracting(SchemasTests::fields)
			.allSatisfy((field) -> assertThat(field.doc()).as(field.name()).isNotBlank());
	}

	@Test
	void everyEnumTakesWhatANewerWriterAdds() {
		assertThat(Schemas.ALL).flatExtracting(SchemasTests::fields)
			.flatExtracting((field) -> types(field.schema()).toList())
			.filteredOn((type) -> type.getType() == Schema.Type.ENUM)
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN"));
	}

	/** A new parser has no other schemas, so it fails unless the file is complete. */
	private static @Nullable Schema newestInJar(Schema schema) throws IOException {
		Schema newest = null;
		for (int version = 1;; version++) {
			String file = "/META-INF/rollcall/schemas/%s/%d.avsc".formatted(schema.getFullName(), version);
			try (InputStream content = Schemas.class.getResourceAsStream(file)) {
				if (content == null) {
					return newest;
				}
				newest = new Schema.Parser().parse(content);
			}
		}
	}

	private static List<Schema.Field> fields(Schema schema) {
		return types(schema).filter((type) -> type.getType() == Schema.Type.RECORD)
			.flatMap((type) -> type.getFields().stream())
			.toList();
	}

	private static Stream<Schema> types(Schema schema) {
		return switch (schema.getType()) {
			case RECORD ->
				Stream.concat(Stream.of(schema), schema.getFields().stream().flatMap((field) -> types(field.schema())));
			case UNION -> schema.getTypes().stream().flatMap(SchemasTests::types);
			case ARRAY -> types(schema.getElementType());
			default -> Stream.of(schema);
		};
	}

}
