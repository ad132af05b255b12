package dev.rollcall.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import dev.rollcall.event.UserRegistered;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EventDecoderTests {

	private static final Schema OTHER = new Schema.Parser().parse("""
			{"type": "record", "name": "UserMoved", "namespace": "dev.rollcall.event.later", "fields": [
			  {"name": "userId", "type": {"type": "string", "logicalType": "uuid"}},
			  {"name": "planet", "type": {"type": "enum", "name": "Planet", "symbols": ["MARS", "VENUS"]}},
			  {"name": "mass", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
			  {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 32}},
			  {"name": "moons", "type": {"type": "array", "items": "string"}},
			  {"name": "tags", "type": {"type": "map", "values": "double"}},
			  {"name": "star", "type": ["null", "UserMoved"]}]}
			""");

	private static final Schema NESTED = new Schema.Parser().parse("""
			{"type": "record", "name": "Nested", "fields": [{"name": "next", "type": ["null", "Nested"]}]}
			""");

	private final UUID user = UUID.randomUUID();

	private final Registry registry = new Registry();

	private final EventDecoder decoder = new EventDecoder(this.registry, Duration.ofSeconds(2), Set.of("compacted"));

	@Test
	void warmDecoderNeedsNoRegistry() {
		assertThat(this.decoder.decode(good()).orElseThrow().event().value()).isInstanceOf(UserRegistered.class);
		this.registry.state = Registry.State.AWAY;

		assertThat(this.decoder.decode(good())).isPresent();
		assertThat(this.registry.lookups).isOne();
	}

	@Test
	void unavailableRegistryIsATransientFailure() {
		for (Registry.State state : new Registry.State[] { Registry.State.AWAY, Registry.State.PROXY_NOT_FOUND,
				Registry.State.SILENT }) {
			this.registry.state = state;

			assertThatExceptionOfType(RuntimeException.class).as(state.name())
				.isThrownBy(() -> this.decoder.decode(good()))
				.isNotInstanceOf(InvalidEventException.class);
		}
		this.registry.state = Registry.State.UP;
		assertThat(this.decoder.decode(good())).isPresent();
	}

	@Test
	void contentIdThatTheRegistryDoesNotHaveIsPoison() {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> this.decoder.decode(record(new byte[] { 0, 1, 2, 3, 4, 5 })))
			.withMessageContaining("content id");
	}

	@Test
	void hostileBytesNeverReachTheDeserializer() {
		byte[] good = good().value();
		byte[] hugeLength = good.clone();
		Arrays.fill(hugeLength, 5, 9, (byte) 0x80);
		hugeLength[9] = 8;
		for (byte[] bytes : new byte[][] { Arrays.copyOf(good, 5), Arrays.copyOf(good, good.length - 3),
				Arrays.copyOf(good, good.length + 3), hugeLength }) {
			assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> this.decoder.decode(record(bytes)));
		}
		assertThat(this.registry.onlyZeros).isTrue();
	}

	@Test
	void deepNestingIsPoison() {
		Schema known = UserRegistered.getClassSchema();
		List<Schema.Field> fields = new ArrayList<>(List.of(new Schema.Field("added", NESTED)));
		known.getFields().forEach((field) -> fields.add(new Schema.Field(field, field.schema())));
		this.registry.schemas.put(8, Schema.createRecord(known.getName(), null, known.getNamespace(), false, fields));
		byte[] nested = new byte[1_000_000];
		Arrays.fill(nested, 5, nested.length, (byte) 2);
		nested[0] = 0;
		nested[4] = 8;

		assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> this.decoder.decode(record(nested)));
	}

	@Test
	void recordOfAnUnknownTypeIsIgnoredWhateverItsBytes() {
		this.registry.schemas.put(9, OTHER);

		assertThat(this.decoder.decode(record(new byte[] { 0, 0, 0, 0, 9, 77 }))).isEmpty();
	}

	@Test
	void deserializerWithoutGenericRecordsIsAWrongSetting() {
		EventDecoder wrong = new EventDecoder((topic, bytes) -> "text", Duration.ofSeconds(1), Set.of());

		assertThatIllegalStateException().isThrownBy(() -> wrong.decode(good()))
			.withMessageContaining("value-deserializer");
	}

	@Test
	void keyWithAVersionMustNameUserAndVersionOfTheEvent() {
		byte[] event = good().value();

		assertThat(this.decoder.decode(record(this.user + ":1", event)).orElseThrow().event().key())
			.isEqualTo(this.user.toString());
		for (String key : List.of(this.user + ":2", this.user + ":01", UUID.randomUUID() + ":1")) {
			assertThatExceptionOfType(InvalidEventException.class).as(key)
				.isThrownBy(() -> this.decoder.decode(record(key, event)));
		}
	}

	@Test
	void tombstonesOfUserEventsAndMarkersAreSkipped() {
		ConsumerRecord<byte[], byte[]> tombstone = record(this.user + ":1", null);
		tombstone.headers().add("userVersion", "2".getBytes());

		assertThat(this.decoder.decode(tombstone)).isEmpty();
		assertThat(this.decoder
			.decode(new ConsumerRecord<>("compacted", 0, 0, "00000000-0000-0000-0000-000000000000".getBytes(), null)))
			.isEmpty();
	}

	@Test
	void nullValueThatIsNoTombstoneIsPoison() {
		for (String key : List.of(this.user.toString(), this.user + ":1", "00000000-0000-0000-0000-000000000000")) {
			assertThatExceptionOfType(InvalidEventException.class).as(key)
				.isThrownBy(() -> this.decoder.decode(record(key, null)));
		}
	}

	private ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
		return new ConsumerRecord<>("topic", 0, 0, key.getBytes(), value);
	}

	private ConsumerRecord<byte[], byte[]> good() {
		this.registry.schemas.put(7, UserRegistered.getClassSchema());
		try {
			byte[] message = EventFixture.user(this.user, 1, "ann").toByteBuffer().array();
			byte[] bytes = ByteBuffer.allocate(message.length - 5).putInt(1, 7).array();
			System.arraycopy(message, 10, bytes, 5, message.length - 10);
			return record(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ConsumerRecord<byte[], byte[]> record(byte[] value) {
		return new ConsumerRecord<>("topic", 0, 0, this.user.toString().getBytes(), value);
	}

	/** Decodes and fails as Confluent's deserializer does. */
	private static final class Registry implements Deserializer<Object> {

		private final Map<Integer, Schema> schemas = new HashMap<>();

		private State state = State.UP;

		private int lookups;

		private boolean onlyZeros = true;

		@Override
		public @Nullable Object deserialize(String topic, byte[] bytes) {
			this.lookups++;
			for (int i = 5; i < bytes.length; i++) {
				this.onlyZeros &= bytes[i] == 0;
			}
			Schema schema = this.schemas.get(ByteBuffer.wrap(bytes).getInt(1));
			if (this.state != State.UP) {
				throw failure();
			}
			if (schema == null) {
				throw new IllegalStateException(new RestException(404, 40403));
			}
			try {
				return new GenericDatumReader<>(schema).read(null,
						DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private RuntimeException failure() {
			if (this.state == State.SILENT) {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			return new IllegalStateException(
					(this.state == State.AWAY) ? new IOException("refused") : new RestException(404, 404));
		}

		enum State {

			UP, AWAY, PROXY_NOT_FOUND, SILENT

		}

	}

	/** As Confluent's RestClientException. */
	public static final class RestException extends IOException {

		private static final long serialVersionUID = 1L;

		private final int status;

		private final int errorCode;

		RestException(int status, int errorCode) {
			this.status = status;
			this.errorCode = errorCode;
		}

		public int getStatus() {
			return this.status;
		}

		public int getErrorCode() {
			return this.errorCode;
		}

	}

}
