package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.event.UserRegistered;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F17: records of a newer schema version with one more optional field. The consumers,
 * which know the old version, continue. {@code -Drecords=} sets another number.
 */
@Tag("faults")
class SchemaVersionsIntegrationTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final int RECORDS = FaultRun.size("records", 600);

	private final Set<String> foreign = new HashSet<>();

	@Test
	void newerVersionIsReadAndRolledBack() throws IOException, InterruptedException {
		try (FaultRun run = FaultRun.start()) {
			Schema newer = withOneMoreField(UserRegistered.SCHEMA$, true);
			assertThat(register(run.system(), withOneMoreField(UserRegistered.SCHEMA$, false))).isEqualTo(409);
			assertThat(register(run.system(), newer)).isEqualTo(200);
			try (RawProducer producer = new RawProducer(run.system())) {
				int newerId = contentId(run.system(), newer);
				assertThat(newerId).isNotEqualTo(producer.contentId("UserRegistered"));
				Load load = Load.start(10, RECORDS / 10, run.client()::register);
				for (int i = 0; i < RECORDS; i++) {
					// Old version, both versions, old version again.
					boolean old = i < RECORDS / 3 || i > 2 * RECORDS / 3 || i % 2 == 0;
					send(producer, newer, newerId, old);
				}
				load.finish();
			}
			History history = run.verify(System.nanoTime(), Duration.ofSeconds(60),
					Circumstances.ORDINARY.foreign(this.foreign));
			assertThat(history.stores().projected())
				.filteredOn((document) -> this.foreign.contains(document.getString("_id")))
				.hasSize(RECORDS);
			FaultRun.say("%d records of two versions, all projected", RECORDS);
		}
	}

	private void send(RawProducer producer, Schema newer, int newerId, boolean old) {
		UUID user = UUID.randomUUID();
		this.foreign.add(user.toString());
		UserRegistered event = RawProducer.registered(user);
		if (old) {
			producer.send(event);
			return;
		}
		GenericRecord record = new GenericData.Record(newer);
		UserRegistered.SCHEMA$.getFields().forEach((field) -> record.put(field.name(), plain(event.get(field.pos()))));
		record.put("campaign", "spring");
		producer.send(RawProducer.USER_EVENTS, RawProducer.key(user), RawProducer.encode(newerId, record));
	}

	/** Converts a specific record to plain values. */
	private static Object plain(Object value) {
		if (value instanceof UUID uuid) {
			return uuid.toString();
		}
		if (value instanceof SpecificRecord nested) {
			GenericRecord record = new GenericData.Record(nested.getSchema());
			nested.getSchema().getFields().forEach((field) -> record.put(field.name(), plain(nested.get(field.pos()))));
			return record;
		}
		return (value instanceof Instant instant) ? instant.toEpochMilli() : value;
	}

	private static Schema withOneMoreField(Schema schema, boolean optional) {
		List<Schema.Field> fields = new ArrayList<>();
		schema.getFields().forEach((field) -> fields.add(new Schema.Field(field, field.schema())));
		Schema text = Schema.create(Schema.Type.STRING);
		fields.add(optional
				? new Schema.Field("campaign", Schema.createUnion(Schema.create(Schema.Type.NULL), text),
						"Where the user came from.", Schema.Field.NULL_DEFAULT_VALUE)
				: new Schema.Field("campaign", text, "Where the user came from."));
		return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
	}

	private static int register(FaultSystem system, Schema schema) throws IOException, InterruptedException {
		return ask(system, "/versions", schema).statusCode();
	}

	/** Registers a schema. Returns the id for the wire format. */
	private static int contentId(FaultSystem system, Schema schema) throws IOException, InterruptedException {
		return JSON.readTree(ask(system, "/versions", schema).body()).path("id").asInt();
	}

	private static HttpResponse<String> ask(FaultSystem system, String path, Schema schema)
			throws IOException, InterruptedException {
		URI subject = system.registry().resolve("/apis/ccompat/v7/subjects/" + schema.getFullName() + path);
		String body = JSON.createObjectNode().put("schemaType", "AVRO").put("schema", schema.toString()).toString();
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(subject)
				.header("Content-Type", "application/vnd.schemaregistry.v1+json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build(), HttpResponse.BodyHandlers.ofString());
	}

}
