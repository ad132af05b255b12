package dev.rollcall.projection;

import java.util.Map;

import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * An event of a newer producer. The consumer has no class for it.
 */
final class UnknownType {

	private static final Schema SCHEMA = SchemaBuilder.record("UserMoved")
		.namespace("dev.rollcall.event.later")
		.fields()
		.requiredString("userId")
		.requiredString("planet")
		.endRecord();

	private UnknownType() {
	}

	static byte[] registeredAndEncoded() {
		try (AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>()) {
			serializer.configure(Map.of("apicurio.registry.url", Platform.shared().registryUrl() + "/apis/registry/v3",
					"apicurio.registry.auto-register", true, "apicurio.registry.artifact-resolver-strategy",
					QualifiedRecordIdStrategy.class.getName()), false);
			GenericRecord record = new GenericData.Record(SCHEMA);
			record.put("userId", "u");
			record.put("planet", "Mars");
			return serializer.serialize("any", record);
		}
	}

}
