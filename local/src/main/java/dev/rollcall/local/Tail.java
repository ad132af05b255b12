package dev.rollcall.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Callable;

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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints a topic's records, decoded, as they come.
 */
@Command(name = "tail", description = "Prints a topic's committed records, decoded, until Ctrl-C.")
final class Tail implements Callable<Integer> {

	private final ObjectMapper mapper = new ObjectMapper();

	private final Home home;

	private final RecordDecoder decoder;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--from-beginning", description = "Begin with the oldest record.")
	private boolean fromBeginning;

	@Option(names = "--json", description = "Print one JSON object a line.")
	private boolean json;

	@Parameters(paramLabel = "topic", description = "Such as rollcall-user-events.")
	private String topic = "";

	Tail(Home home) {
		this.home = home;
		this.decoder = new RecordDecoder(home.url(Kind.REGISTRY));
	}

	@Override
	public Integer call() throws IOException {
		try (TopicReader reader = open()) {
			if (!reader.exists()) {
				throw Refusal.badUsage(
						"There is no topic '%s'; one of the system's is rollcall-user-events".formatted(this.topic));
			}
			if (this.fromBeginning) {
				reader.toBeginning();
			}
			while (!this.spec.commandLine().getOut().checkError()) {
				for (ConsumerRecord<String, byte[]> record : reader.read(Duration.ofSeconds(1))) {
					ObjectNode object = toJson(record);
					this.spec.commandLine().getOut().println(this.json ? object.toString() : text(object));
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
			throw Refusal.failure("The broker does not answer on %s; ./rollcall up starts it"
				.formatted(this.home.bootstrapServers()));
		}
	}

	private ObjectNode toJson(ConsumerRecord<String, byte[]> record) throws IOException {
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

	private String text(ObjectNode object) {
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
