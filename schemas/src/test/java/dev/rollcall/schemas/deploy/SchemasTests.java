package dev.rollcall.schemas.deploy;

import java.util.List;
import java.util.stream.Stream;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemasTests {

	@Test
	void everySchemaStandsAlone() {
		for (Schema schema : SchemaDeployment.SCHEMAS) {
			assertThat(new Schema.Parser().parse(schema.toString())).isEqualTo(schema);
		}
	}

	@Test
	void everyFieldIsDocumented() {
		assertThat(SchemaDeployment.SCHEMAS).flatExtracting(SchemasTests::fields)
			.allSatisfy((field) -> assertThat(field.doc()).as(field.name()).isNotBlank());
	}

	@Test
	void everyEnumTakesWhatANewerWriterAdds() {
		assertThat(SchemaDeployment.SCHEMAS).flatExtracting(SchemasTests::fields)
			.flatExtracting((field) -> types(field.schema()).toList())
			.filteredOn((type) -> type.getType() == Schema.Type.ENUM)
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN"));
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
