package dev.rollcall.acceptance.fault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.rollcall.event.UserRegistered;
import dev.rollcall.schemas.EventHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Nine kinds of records that the projection {@code accounts} can never apply.
 */
final class Poisons {

	private final RawProducer producer;

	private final Random random;

	Poisons(RawProducer producer, Random random) {
		this.producer = producer;
		this.random = random;
	}

	/** Returns one of each kind. */
	List<Poison> all() {
		UUID user = UUID.randomUUID();
		byte[] key = RawProducer.key(user);
		byte[] good = this.producer.encode(RawProducer.registered(user));
		UserRegistered invalid = UserRegistered.newBuilder(RawProducer.registered(user)).setUserVersion(0).build();
		UserRegistered stateless = UserRegistered.newBuilder(RawProducer.registered(user)).setState(null).build();
		return List.of(new Poison("bad magic", key, with(good, (byte) 9)),
				new Poison("unknown content id", key, ByteBuffer.wrap(good.clone()).putInt(1, 999_999).array()),
				new Poison("truncated", key, Arrays.copyOf(good, good.length / 2)),
				new Poison("more bytes than the record", key, Arrays.copyOf(good, good.length + 3)),
				new Poison("no value", key, null),
				new Poison("key of another user", RawProducer.key(UUID.randomUUID()), good),
				new Poison("one megabyte", key, megabyte()),
				new Poison("version 0 or no state", key,
						this.producer.encode(this.random.nextBoolean() ? invalid : stateless)),
				new Poison("hostile headers", key, with(good, (byte) 1), hostile()));
	}

	private static byte[] with(byte[] good, byte magic) {
		byte[] bad = good.clone();
		bad[0] = magic;
		return bad;
	}

	private byte[] megabyte() {
		byte[] bytes = new byte[1_000_000];
		this.random.nextBytes(bytes);
		bytes[0] = 1;
		return bytes;
	}

	private static Header[] hostile() {
		byte[] types = "{\"x\":\"javax.management.loading.MLet\"}".getBytes(UTF_8);
		return new Header[] { new RecordHeader("spring_json_header_types", types),
				new RecordHeader("springDeserializerExceptionValue", new byte[] { (byte) 0xac, (byte) 0xed, 0, 5 }),
				new RecordHeader(EventHeaders.CAUSE_PREFIX + "topic", "another".getBytes(UTF_8)),
				new RecordHeader("x".repeat(300), new byte[20_000]) };
	}

	/**
	 * A record that can never be applied.
	 */
	record Poison(String kind, byte[] key, byte @Nullable [] value, Header... headers) {

	}

}
