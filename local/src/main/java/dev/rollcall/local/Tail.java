package dev.rollcall.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Refusal;
import dev.rollcall.local.topic.RecordDecoder;
import dev.rollcall.local.topic.TopicReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the committed records of a topic, decoded, as they arrive.
 */
@Command(name = "tail", description = { "Prints the committed records of a topic, decoded, until Ctrl-C.",
		"Prints partition, offset, timestamp, key, headers and value of each record." })
final class Tail extends LauncherCommand {

	private final ObjectMapper mapper = new ObjectMapper();

	private final Home home;

	private final RecordDecoder decoder;

	@Option(names = "--from-beginning", description = "Start with the oldest record instead of the next new one.")
	private boolean fromBeginning;

	@Option(names = "--json", description = "Print one JSON object per line.")
	private boolean json;

	@Parameters(paramLabel = "<topic>", description = "Topic to read, such as rollcall-user-events.")
	private String topic = "";

	Tail(Home home) {
		this.home = home;
		this.decoder = new RecordDecoder(home.url(Kind.REGISTRY));
	}

	@Override
	public Integer call() throws IOException {
		try (TopicReader reader = open()) {
			if (!reader.exists()) {
				throw Refusal
					.badUsage("There is no topic '%s'; ./rollcall up creates those of Rollcall".formatted(this.topic));
			}
			if (this.fromBeginning) {
				reader.toBeginning();
			}
			while (!out().checkError()) {
				for (ConsumerRecord<String, byte[]> record : reader.read(Duration.ofSeconds(1))) {
					ObjectNode object = toJson(record);
					out().println(this.json ? object.toString() : text(object));
				}
			}
			return 0;
		}
	}

	private TopicReader open() {
		try {
			return new TopicReader(this.home.bootstrapServers(), this.topic);
		}
		catch (KafkaException ex) {
			throw Refusal.failure("The broker does not respond at %s; start it with ./rollcall up broker"
				.formatted(this.home.bootstrapServers()));
		}
	}

	ObjectNode toJson(ConsumerRecord<String, byte[]> record) throws IOException {
		ObjectNode object = this.mapper.createObjectNode()
			.put("partition", record.partition())
			.put("offset", record.offset())
			.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString())
			.put("key", record.key());
		ObjectNode headers = object.putObject("headers");
		for (Header header : record.headers()) {
			headers.put(header.key(),
					(header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8) : null);
		}
		if (record.value() == null) {
			return object.putNull("value");
		}
		try {
			object.set("value", this.mapper.readTree(this.decoder.toJson(this.decoder.decode(record.value()))));
		}
		catch (IOException ex) {
			object.putNull("value")
				.put("raw", Base64.getEncoder().encodeToString(record.value()))
				.put("error", ex.getMessage());
		}
		return object;
	}

	static String text(ObjectNode object) {
		StringBuilder text = new StringBuilder(
				"partition %s offset %s at %s key %s%n".formatted(object.get("partition"), object.get("offset"),
						object.get("timestamp").asText(), object.get("key").asText()));
		object.get("headers")
			.properties()
			.forEach((header) -> text.append("  %s: %s%n".formatted(header.getKey(), header.getValue().asText())));
		if (object.has("error")) {
			text.append("  not decoded: %s%n".formatted(object.get("error").asText()));
		}
		return text.append("  ").append(object.get("value").toPrettyString().replace("\n", "\n  ")).toString();
	}

}
