package dev.rollcall.gateway.revocation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.rollcall.event.SessionEnded;
import dev.rollcall.schemas.RegisteredSchemas;
import dev.rollcall.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads which session a record ended. Records of other types are not decoded. Not
 * thread-safe.
 */
final class EndedSessionDecoder {

	private final RegisteredSchemas schemas;

	/** By content id; empty for other types. */
	private final Map<Integer, Optional<DatumReader<SessionEnded>>> readers = new HashMap<>();

	EndedSessionDecoder(RegisteredSchemas schemas) {
		this.schemas = schemas;
	}

	/**
	 * The session that has ended; empty if the record is of another type.
	 * @throws UnreadableRecord if the record can never be read
	 * @throws IllegalStateException if the registry does not answer
	 */
	Optional<String> ended(byte[] value) {
		int contentId = RegisteredSchemas.contentId(value).orElseThrow(UnreadableRecord::new);
		Optional<DatumReader<SessionEnded>> reader = this.readers.get(contentId);
		if (reader == null) {
			reader = reader(
					this.schemas.find(Topic.SESSION_EVENTS.name(), contentId).orElseThrow(UnreadableRecord::new));
			this.readers.put(contentId, reader);
		}
		return reader.map((known) -> sessionId(known, value));
	}

	private static Optional<DatumReader<SessionEnded>> reader(Schema written) {
		Schema schema = SessionEnded.getClassSchema();
		return written.getFullName().equals(schema.getFullName())
				? Optional.of(new SpecificDatumReader<>(written, schema, SpecificData.getForSchema(schema)))
				: Optional.empty();
	}

	private static String sessionId(DatumReader<SessionEnded> reader, byte[] value) {
		int header = RegisteredSchemas.HEADER_LENGTH;
		BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, header, value.length - header, null);
		try {
			return reader.read(null, decoder).getSessionId().toString();
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw new UnreadableRecord();
		}
	}

	/** No schema can read the record. */
	static final class UnreadableRecord extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnreadableRecord() {
			super("No schema can read the record", null, false, false);
		}

	}

}
