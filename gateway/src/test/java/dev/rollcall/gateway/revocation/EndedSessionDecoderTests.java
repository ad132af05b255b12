package dev.rollcall.gateway.revocation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.UUID;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EndedSessionDecoderTests {

	private static final byte[] RECORD = { 0, 0, 0, 0, 7, 1 };

	private static final SessionEnded ENDED = new SessionEnded(UUID.randomUUID(), UUID.randomUUID(), Instant.now(),
			new Actor(ActorType.SYSTEM, null), "test", null, 1L, UUID.randomUUID(), EndReason.SIGNED_OUT);

	private HttpServer registry;

	private int status = 200;

	private int asked;

	@BeforeEach
	void start() throws IOException {
		this.registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.registry.createContext("/apis/ccompat/v7/schemas/ids/7", (exchange) -> {
			this.asked++;
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.registry.start();
	}

	@AfterEach
	void stop() {
		this.registry.stop(0);
	}

	@Test
	void endedSessionIsFoundAndTheRegistryAskedOnce() {
		EndedSessionDecoder decoder = decoder((topic, bytes) -> ENDED);
		assertThat(decoder.ended("t", RECORD)).contains(ENDED.getSessionId().toString());
		this.registry.stop(0);
		assertThat(decoder.ended("t", RECORD)).isPresent();
		assertThat(this.asked).isOne();
	}

	@Test
	void otherEventIsNone() {
		assertThat(decoder((topic, bytes) -> "another event").ended("t", RECORD)).isEmpty();
	}

	@Test
	void registryThatIsAwayIsNoFaultOfTheRecord() {
		EndedSessionDecoder decoder = decoder((topic, bytes) -> ENDED);
		this.status = 500;
		assertThatIllegalStateException().isThrownBy(() -> decoder.ended("t", RECORD));
		this.status = 200;
		assertThat(decoder.ended("t", RECORD)).isPresent();
		EndedSessionDecoder another = decoder((topic, bytes) -> ENDED);
		this.registry.stop(0);
		assertThatIllegalStateException().isThrownBy(() -> another.ended("t", RECORD));
	}

	@Test
	void registryThatGoesAwayMeanwhileIsNoFaultOfTheRecordEither() {
		EndedSessionDecoder decoder = decoder((topic, bytes) -> {
			this.registry.stop(0);
			throw new IllegalArgumentException("not asked in time");
		});
		assertThatIllegalStateException().isThrownBy(() -> decoder.ended("t", RECORD));
	}

	@Test
	void whatNoSchemaReadsIsUnreadable() {
		EndedSessionDecoder decoder = decoder((topic, bytes) -> {
			throw new IllegalArgumentException("no Avro");
		});
		unreadable(decoder, RECORD);
		unreadable(decoder, new byte[] { 1, 2, 3, 4, 5, 6 });
		unreadable(decoder, new byte[] { 0, 0 });
		this.status = 404;
		unreadable(decoder((topic, bytes) -> ENDED), RECORD);
	}

	private static void unreadable(EndedSessionDecoder decoder, byte[] record) {
		assertThatExceptionOfType(EndedSessionDecoder.Unreadable.class).isThrownBy(() -> decoder.ended("t", record));
	}

	private EndedSessionDecoder decoder(Deserializer<Object> deserializer) {
		return new EndedSessionDecoder("http://127.0.0.1:" + this.registry.getAddress().getPort(), deserializer);
	}

}
