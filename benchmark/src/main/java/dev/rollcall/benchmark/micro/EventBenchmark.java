package dev.rollcall.benchmark.micro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import dev.rollcall.event.UserRegistered;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A user event with the user's state, in Avro, as the outbox encodes it and a projection
 * decodes it.
 */
@State(Scope.Benchmark)
public class EventBenchmark {

	private static final int SIZE = 512;

	private final UserRegistered event = ExampleEvent.registered();

	private final SpecificDatumWriter<UserRegistered> writer = new SpecificDatumWriter<>(UserRegistered.class);

	private final SpecificDatumReader<UserRegistered> reader = new SpecificDatumReader<>(UserRegistered.class);

	private final byte[] encoded = encode(this.writer, this.event);

	@Benchmark
	public byte[] encode() {
		return encode(this.writer, this.event);
	}

	@Benchmark
	public UserRegistered decode() throws IOException {
		return this.reader.read(null, DecoderFactory.get().binaryDecoder(this.encoded, null));
	}

	private static byte[] encode(SpecificDatumWriter<UserRegistered> writer, UserRegistered event) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
		BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(out, null);
		try {
			writer.write(event, binary);
			binary.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return out.toByteArray();
	}

}
