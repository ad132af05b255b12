package dev.rollcall.local.topic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.rollcall.local.http.JsonClient;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Decodes values in the Confluent wire format (magic 0, 4-byte content id, Avro) without
 * generated classes. Fetches each schema from the registry once.
 */
public final class RecordDecoder {

	private static final int HEADER = 5;

	private final JsonClient http = new JsonClient(Duration.ofSeconds(5));

	private final Map<Integer, Schema> schemas = new HashMap<>();

	private final GenericData data = new GenericData();

	private final String registryUrl;

	/** Creates a decoder for a registry's address, without a path. */
	public RecordDecoder(String registryUrl) {
		this.registryUrl = registryUrl;
		this.data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
	}

	/**
	 * Decodes a value.
	 * @throws IOException if the value has another format, or the registry does not
	 * return its schema
	 */
	public GenericRecord decode(byte[] value) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(value);
		if (value.length <= HEADER || buffer.get() != 0) {
			throw new IOException("Not in the Confluent wire format (magic 0, content id)");
		}
		Schema schema = schema(buffer.getInt());
		try {
			return new GenericDatumReader<GenericRecord>(schema, schema, this.data).read(null,
					DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null));
		}
		catch (RuntimeException ex) {
			throw new IOException("Not a " + schema.getFullName() + ": " + ex, ex);
		}
	}

	/** Returns a record as JSON text. */
	public String toJson(GenericRecord value) {
		return this.data.toString(value);
	}

	private Schema schema(int contentId) throws IOException {
		Schema known = this.schemas.get(contentId);
		if (known != null) {
			return known;
		}
		JsonClient.Response response = this.http
			.get(this.registryUrl + "/apis/registry/v3/ids/contentIds/" + contentId);
		if (response.status() != 200) {
			throw new IOException("The registry has no schema with content id " + contentId);
		}
		Schema fetched = new SchemaParser().parse(response.text()).mainSchema();
		this.schemas.put(contentId, fetched);
		return fetched;
	}

}
