package dev.rollcall.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RegisteredSchemasTests {

	@ParameterizedTest
	@MethodSource("contract")
	void schemaOfEachRecordIsFound(Schema schema) {
		assertThat(lookup((bytes) -> read(schema, bytes)).find("topic", 7)).contains(schema);
	}

	static List<Schema> contract() {
		return List.of(UserRegistered.getClassSchema(), UserDeleted.getClassSchema(), UserState.getClassSchema(),
				PasswordCredential.getClassSchema(), SessionStarted.getClassSchema(), SessionEnded.getClassSchema());
	}

	@Test
	void deserializerIsGivenTheContentId() {
		assertThat(lookup((bytes) -> {
			assertThat(RegisteredSchemas.contentId(bytes)).hasValue(-7);
			return read(SessionEnded.getClassSchema(), bytes);
		}).find("topic", -7)).isPresent();
	}

	@Test
	void failedRegistryIsAnError() {
		noAnswer((bytes) -> {
			throw new UncheckedIOException(new IOException("refused"));
		});
		noAnswer((bytes) -> {
			throw new AvroRuntimeException(new IOException("closed"));
		});
		noAnswer((bytes) -> {
			throw new Answer(404, "Proxy", 0);
		});
		noAnswer((bytes) -> {
			throw new Answer(500, "NotFoundException", 0);
		});
	}

	@Test
	void hangingRegistryIsAnError() {
		CountDownLatch never = new CountDownLatch(1);
		RegisteredSchemas hanging = new RegisteredSchemas((topic, bytes) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "too late";
		}, Duration.ofMillis(100));
		assertThatIllegalStateException().isThrownBy(() -> hanging.find("topic", 7)).withMessageContaining("in time");
	}

	@Test
	void schemaThatTheRegistryDoesNotHaveIsNone() {
		none((bytes) -> {
			throw new IllegalStateException(new Answer(404, "ContentNotFoundException", 0));
		});
		none((bytes) -> {
			throw new Answer(404, "", 40403);
		});
	}

	@Test
	void schemaThatAvroCannotUseIsNone() {
		none((bytes) -> {
			throw new SchemaParseException("no Avro");
		});
		none((bytes) -> {
			throw new StackOverflowError();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "boolean", "int", "long", "float", "double", "bytes", "string",
			"{\"type\":\"array\",\"items\":\"int\"}", "{\"type\":\"map\",\"values\":\"int\"}",
			"{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}",
			"{\"type\":\"fixed\",\"name\":\"F\",\"size\":4}" })
	void schemaOfNoRecordIsNone(String schema) {
		Schema parsed = new Schema.Parser().parse(schema.startsWith("{") ? schema : '"' + schema + '"');
		none((bytes) -> read(parsed, bytes));
	}

	@Test
	void deserializerThatReturnsNoRecordIsAWrongSetting() {
		assertThatIllegalStateException().isThrownBy(() -> lookup((bytes) -> "text").find("topic", 7))
			.withMessageContaining("value-deserializer");
	}

	@Test
	void registryIsAskedOnce() {
		AtomicInteger lookups = new AtomicInteger();
		RegisteredSchemas schemas = lookup((bytes) -> {
			lookups.incrementAndGet();
			return read(SessionEnded.getClassSchema(), bytes);
		});
		schemas.find("topic", 7);
		schemas.find("topic", 7);
		assertThat(lookups).hasValue(1);
	}

	@Test
	void valueThatIsNotInTheWireFormatHasNoContentId() {
		assertThat(RegisteredSchemas.contentId(new byte[] { 0, 0, 0, 0 })).isEmpty();
		assertThat(RegisteredSchemas.contentId(new byte[] { 1, 0, 0, 0, 7, 1 })).isEmpty();
		assertThat(RegisteredSchemas.contentId(new byte[] { 0, 0, 0, 0, 7 })).hasValue(7);
	}

	@Test
	void settingsAskForGenericRecords() {
		assertThat(RegisteredSchemas
			.settings(Map.of("specific.avro.reader", true, "apicurio.registry.avro-datum-provider", "x", "a", "b")))
			.containsEntry("specific.avro.reader", false)
			.containsEntry("a", "b")
			.doesNotContainKey("apicurio.registry.avro-datum-provider");
	}

	private static void none(Function<byte[], Object> deserializer) {
		assertThat(lookup(deserializer).find("topic", 7)).isEmpty();
	}

	private static void noAnswer(Function<byte[], Object> deserializer) {
		assertThatIllegalStateException().isThrownBy(() -> lookup(deserializer).find("topic", 7));
	}

	private static RegisteredSchemas lookup(Function<byte[], Object> deserializer) {
		return new RegisteredSchemas((topic, bytes) -> deserializer.apply(bytes), Duration.ofSeconds(30));
	}

	private static Object read(Schema schema, byte[] bytes) {
		int header = RegisteredSchemas.HEADER_LENGTH;
		try {
			return new GenericDatumReader<>(schema).read(null,
					DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** An answer of a registry, with the properties of both clients. */
	public static final class Answer extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int status;

		private final String name;

		private final int errorCode;

		Answer(int status, String name, int errorCode) {
			this.status = status;
			this.name = name;
			this.errorCode = errorCode;
		}

		public int getStatus() {
			return this.status;
		}

		public String getName() {
			return this.name;
		}

		public int getErrorCode() {
			return this.errorCode;
		}

	}

}
