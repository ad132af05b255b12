package dev.rollcall.local.topic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Decodes values in the Confluent wire format: magic 0, 4-byte content id, Avro. Needs no
 * class of the schema; asks the registry once for each.
 */
public final class RecordDecoder {

	private static final int HEADER = 5;

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final Map<Integer, Schema> schemas = new HashMap<>();

	private final GenericData data = new GenericData();

	private final String registryUrl;

	/**
	 * Makes a decoder.
	 * @param registryUrl the registry's address, without a path
	 */
	public RecordDecoder(String registryUrl) {
		this.registryUrl = registryUrl;
		this.data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
	}

	/**
	 * Decodes a value.
	 * @param value the record's value
	 * @return the Avro record
	 * @throws IOException if it is not in the format, or its schema cannot be had
	 */
	public GenericRecord decode(byte[] value) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(value);
		if (value.length <= HEADER || buffer.get() != 0) {
			throw new IOException("Not in the wire format: no magic 0 and content id");
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

	/**
	 * Writes a record as JSON.
	 * @param value the record
	 * @return the JSON text
	 */
	public String toJson(GenericRecord value) {
		return this.data.toString(value);
	}

	private Schema schema(int contentId) throws IOException {
		Schema known = this.schemas.get(contentId);
		if (known != null) {
			return known;
		}
		Schema fetched = new SchemaParser().parse(fetch(contentId)).mainSchema();
		this.schemas.put(contentId, fetched);
		return fetched;
	}

	private String fetch(int contentId) throws IOException {
		try {
			HttpResponse<String> answer = this.http.send(HttpRequest
				.newBuilder(URI.create(this.registryUrl + "/apis/registry/v3/ids/contentIds/" + contentId))
				.timeout(Duration.ofSeconds(5))
				.build(), HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() != 200) {
				throw new IOException("The registry knows no schema with the content id " + contentId);
			}
			return answer.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

}
