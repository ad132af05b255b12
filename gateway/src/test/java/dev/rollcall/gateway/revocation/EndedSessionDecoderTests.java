package dev.rollcall.gateway.revocation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.schemas.AvroLimits;
import dev.rollcall.schemas.RegisteredSchemas;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EndedSessionDecoderTests {

	static {
		AvroLimits.apply();
	}

	private static final SessionEnded ENDED = new SessionEnded(UUID.randomUUID(), UUID.randomUUID(), Instant.now(),
			new Actor(ActorType.SYSTEM, null), "test", null, 1L, UUID.randomUUID(), EndReason.SIGNED_OUT);

	private static final int BILLION = 1_000_000_000;

	private final Map<Integer, Schema> registry = new ConcurrentHashMap<>(Map.of(7, SessionEnded.getClassSchema()));

	private boolean registryIsAway;

	private int lookups;

	private final EndedSessionDecoder decoder = new EndedSessionDecoder(
			new RegisteredSchemas(this::deserialize, Duration.ofSeconds(5)));

	@Test
	void endedSessionIsFoundAndTheRegistryAskedOnce() throws IOException {
		assertThat(this.decoder.ended(ended())).contains(ENDED.getSessionId().toString());
		this.registryIsAway = true;
		assertThat(this.decoder.ended(ended())).isPresent();
		assertThat(this.lookups).isOne();
	}

	@Test
	void recordOfAnotherTypeIsSkippedWithoutDecoding() {
		this.registry.put(8, SchemaBuilder.record("Other").fields().requiredString("text").endRecord());
		assertThat(this.decoder.ended(value(8, (out) -> length(out, BILLION)))).isEmpty();
	}

	@Test
	void unavailableRegistryDoesNotMakeTheRecordUnreadable() throws IOException {
		this.registryIsAway = true;
		assertThatIllegalStateException().isThrownBy(() -> this.decoder.ended(ended()));
		assertThatIllegalStateException().isThrownBy(() -> this.decoder.ended(value(7, (out) -> length(out, BILLION))));
		this.registryIsAway = false;
		assertThat(this.decoder.ended(ended())).isPresent();
	}

	@Test
	void recordThatNoSchemaCanReadIsUnreadable() {
		unreadable(new byte[] { 0, 0 });
		unreadable(new byte[] { 1, 0, 0, 0, 7, 6 });
		unreadable(new byte[] { 0, 0, 0, 0, 7 });
		unreadable(value(9, (out) -> length(out, 1)));
	}

	@Test
	void declaredLengthOfABillionIsUnreadable() {
		unreadable(value(7, (out) -> length(out, BILLION)));
		unreadable(value(7, (out) -> length(out, Integer.MAX_VALUE)));
		unreadable(value(7, (out) -> length(out, -1)));
	}

	@Test
	void mapOfABillionEntriesIsUnreadable() {
		this.registry.put(8, beginningWith(Schema.createMap(Schema.create(Schema.Type.STRING))));
		unreadable(value(8, (out) -> length(out, BILLION)));
	}

	@Test
	void deepNestingIsUnreadable() {
		Schema node = Schema.createRecord("Node", null, null, false);
		node.setFields(java.util.List.of(new Schema.Field("next",
				Schema.createUnion(Schema.create(Schema.Type.NULL), node), null, Schema.Field.NULL_DEFAULT_VALUE)));
		this.registry.put(8, beginningWith(node));
		unreadable(value(8, (out) -> {
			for (int i = 0; i < 1_000_000; i++) {
				length(out, 1);
			}
		}));
	}

	@Test
	void recordAfterAHostileOneIsRead() throws IOException {
		unreadable(value(7, (out) -> length(out, BILLION)));
		assertThat(this.decoder.ended(ended())).isPresent();
	}

	private void unreadable(byte[] value) {
		assertThatExceptionOfType(EndedSessionDecoder.UnreadableRecord.class)
			.isThrownBy(() -> this.decoder.ended(value));
	}

	/** A version of SessionEnded with one field before all others. */
	private static Schema beginningWith(Schema type) {
		SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("dev.rollcall.event.SessionEnded")
			.fields()
			.name("added")
			.type(type)
			.noDefault();
		for (Schema.Field field : SessionEnded.getClassSchema().getFields()) {
			fields = fields.name(field.name()).type(field.schema()).noDefault();
		}
		return fields.endRecord();
	}

	private static byte[] ended() throws IOException {
		ByteBuffer message = SessionEnded.getEncoder().encode(ENDED);
		// Avro's own header has 10 bytes.
		byte[] value = new byte[message.remaining() - 5];
		message.position(10).get(value, 5, value.length - 5);
		value[4] = 7;
		return value;
	}

	private static byte[] value(int contentId, Consumer<BinaryEncoder> content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(ByteBuffer.allocate(5).putInt(1, contentId).array());
		BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
		content.accept(encoder);
		return bytes.toByteArray();
	}

	private static void length(BinaryEncoder out, long length) {
		try {
			out.writeLong(length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A deserializer and its registry. */
	private @Nullable Object deserialize(String topic, byte[] value) {
		this.lookups++;
		if (this.registryIsAway) {
			throw new UncheckedIOException(new ConnectException("refused"));
		}
		Schema schema = this.registry.get(ByteBuffer.wrap(value).getInt(1));
		if (schema == null) {
			throw new AvroRuntimeException("no schema");
		}
		try {
			return new GenericDatumReader<>(schema).read(null,
					DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
