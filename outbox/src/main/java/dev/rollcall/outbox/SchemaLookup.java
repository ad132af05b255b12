package dev.rollcall.outbox;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.RandomData;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads a schema's content id from the registry by serializing a generated record with
 * the configured serializer. This works with every registry whose serializer writes the
 * Confluent format.
 */
final class SchemaLookup {

	static final byte MAGIC = 0;

	/** The number of bytes before the Avro binary. */
	static final int PREFIX = 5;

	private static final int TIMEOUT_SECONDS = 30;

	private static final String NO_TOPIC = "rollcall-outbox-schema-lookup";

	private final Map<String, Object> settings;

	private final RelayThreads threads;

	SchemaLookup(Map<String, Object> producerSettings, RelayThreads threads) {
		this.settings = new HashMap<>(producerSettings);
		this.settings.put("apicurio.registry.auto-register", "false");
		this.settings.put("auto.register.schemas", "false");
		this.threads = threads;
	}

	/**
	 * Looks up a schema by its exact text.
	 * @throws Exception if the registry does not respond or lacks the schema
	 */
	int contentId(Schema schema) throws Exception {
		Future<Integer> lookup = this.threads.call(() -> lookUp(schema));
		try {
			return lookup.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		finally {
			lookup.cancel(true);
		}
	}

	private int lookUp(Schema schema) throws Exception {
		Object probe = new RandomData(GenericData.get(), schema, 1, 0L).iterator().next();
		try (Serializer<Object> serializer = serializer()) {
			serializer.configure(this.settings, false);
			ByteBuffer written = ByteBuffer.wrap(serializer.serialize(NO_TOPIC, probe));
			if (written.remaining() < PREFIX || written.get() != MAGIC) {
				throw new IllegalStateException(
						serializer.getClass().getName() + " does not write the Confluent format");
			}
			return written.getInt();
		}
	}

	@SuppressWarnings("unchecked") // the class is a setting
	private Serializer<Object> serializer() throws ClassNotFoundException {
		Object type = this.settings.get(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
		if (type instanceof Class<?> found) {
			return Utils.newInstance(found, Serializer.class);
		}
		return Utils.newInstance(String.valueOf(type), Serializer.class);
	}

}
