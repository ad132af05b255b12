package dev.rollcall.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TailTests {

	private static final String SCHEMA = """
			{"type":"record","name":"Greeting","namespace":"x","fields":[{"name":"text","type":"string"},
			{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}""";

	private HttpServer registry;

	private int fetches;

	private Tail tail;

	@BeforeEach
	void startRegistry() throws IOException {
		int offset = startOnFreePort();
		this.tail = new Tail(Home.of(Path.of("x"), Map.of("ROLLCALL_PORT_OFFSET", Integer.toString(offset))));
	}

	private int startOnFreePort() throws IOException {
		this.registry = HttpServer.create();
		int registryPort = Home.of(Path.of("x"), Map.of()).port(Kind.REGISTRY);
		for (int offset = 13_000;; offset++) {
			try {
				this.registry.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), registryPort + offset), 1);
				break;
			}
			catch (IOException ex) {
				assertThat(offset).isLessThan(14_000);
			}
		}
		this.registry.createContext("/apis/registry/v3/ids/contentIds/7", (exchange) -> {
			this.fetches++;
			exchange.sendResponseHeaders(200, SCHEMA.length());
			exchange.getResponseBody().write(SCHEMA.getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		this.registry.start();
		return this.registry.getAddress().getPort() - registryPort;
	}

	@AfterEach
	void stopRegistry() {
		this.registry.stop(0);
	}

	@Test
	void valueIsDecodedWithTheSchemaOfTheRegistry() throws IOException {
		ObjectNode object = this.tail.toJson(record(greeting(7)));
		assertThat(object.toString()).isEqualTo("""
				{"partition":3,"offset":42,"timestamp":"1970-01-01T00:00:01Z","key":"ada",\
				"headers":{"ce_id":"é","empty":null},"value":{"text":"hi","at":"1970-01-01T00:00:02Z"}}""");
		assertThat(Tail.text(object).lines()).containsExactly("partition 3 offset 42 at 1970-01-01T00:00:01Z key ada",
				"  ce_id: é", "  empty: null", "  {", "    \"text\" : \"hi\",", "    \"at\" : \"1970-01-01T00:00:02Z\"",
				"  }");
	}

	@Test
	void schemaIsFetchedOnce() throws IOException {
		this.tail.toJson(record(greeting(7)));
		this.tail.toJson(record(greeting(7)));
		assertThat(this.fetches).isOne();
	}

	@Test
	void tombstoneHasNoValue() throws IOException {
		ObjectNode object = this.tail.toJson(record(null));
		assertThat(object.get("value").isNull()).isTrue();
		assertThat(object.has("error")).isFalse();
	}

	@Test
	void valueThatCannotBeDecodedIsShownRaw() throws IOException {
		ObjectNode object = this.tail.toJson(record(new byte[] { 1, 2, 3 }));
		assertThat(object.get("value").isNull()).isTrue();
		assertThat(object.get("raw").asText()).isEqualTo("AQID");
		assertThat(Tail.text(object)).contains("not decoded: Not in the Confluent wire format");
	}

	@Test
	void unknownSchemaIsNamed() throws IOException {
		assertThat(this.tail.toJson(record(greeting(8))).get("error").asText())
			.isEqualTo("The registry has no schema with content id 8");
	}

	@Test
	void valueThatDoesNotFitItsSchemaIsShownRaw() throws IOException {
		byte[] cut = ByteBuffer.allocate(6).put((byte) 0).putInt(7).put((byte) 99).array();
		assertThat(this.tail.toJson(record(cut)).has("raw")).isTrue();
	}

	private static byte[] greeting(int contentId) {
		// "hi" is a length (2, as a zigzag varint) and two bytes; 2000 is a zigzag
		// varint.
		return ByteBuffer.allocate(10)
			.put((byte) 0)
			.putInt(contentId)
			.put(new byte[] { 4, 'h', 'i', (byte) 0xa0, 0x1f })
			.array();
	}

	private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
		RecordHeaders headers = new RecordHeaders();
		headers.add("ce_id", "é".getBytes(StandardCharsets.UTF_8));
		headers.add("empty", null);
		return new ConsumerRecord<>("t", 3, 42, 1000, TimestampType.CREATE_TIME, 0, 0, "ada", value, headers,
				Optional.empty());
	}

}
