package dev.rollcall.acceptance.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values by the schemas in the registry, without generated classes.
 */
final class Decoder {

	private static final int HEADER = 5;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Map<Integer, Optional<Schema>> schemas = new HashMap<>();

	private final URI registry;

	Decoder(URI registry) {
		this.registry = registry;
	}

	/**
	 * Decodes a value.
	 * @throws Unreadable if no consumer can decode it
	 */
	GenericRecord read(byte[] bytes) throws Unreadable {
		if (bytes.length < HEADER || bytes[0] != 0) {
			throw new Unreadable("no magic byte and content id");
		}
		int id = ByteBuffer.wrap(bytes).getInt(1);
		Schema schema = this.schemas.computeIfAbsent(id, this::fetch)
			.orElseThrow(() -> new Unreadable("unknown content id"));
		BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
		try {
			GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
			if (!decoder.isEnd()) {
				throw new Unreadable("bytes left after the record");
			}
			return record;
		}
		catch (IOException | AvroRuntimeException | IndexOutOfBoundsException ex) {
			throw new Unreadable(ex.toString());
		}
	}

	private Optional<Schema> fetch(int id) {
		try {
			HttpResponse<String> answer = this.http
				.send(HttpRequest.newBuilder(this.registry.resolve("/apis/registry/v3/ids/contentIds/" + id))
					.timeout(Duration.ofSeconds(10))
					.build(), HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() != 200 && answer.statusCode() != 404) {
				throw new IllegalStateException("The registry answered " + answer.statusCode());
			}
			return (answer.statusCode() == 200) ? Optional.of(new SchemaParser().parse(answer.body()).mainSchema())
					: Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static Map<String, Object> fields(GenericRecord record) {
		Map<String, Object> fields = new TreeMap<>();
		for (Schema.Field field : record.getSchema().getFields()) {
			Object value = plain(record.get(field.pos()));
			if (value != null) {
				fields.put(field.name(), value);
			}
		}
		return fields;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof GenericRecord record) {
			return fields(record);
		}
		if (value instanceof Collection<?> collection) {
			List<Object> items = new ArrayList<>();
			collection.forEach((item) -> items.add(plain(item)));
			return items;
		}
		if (value instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return Base64.getEncoder().encodeToString(bytes);
		}
		return (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) ? value.toString() : value;
	}

	/**
	 * A value that cannot be decoded.
	 */
	static final class Unreadable extends Exception {

		private static final long serialVersionUID = 1L;

		Unreadable(String message) {
			super(message);
		}

	}

}
