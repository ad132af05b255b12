package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.rollcall.acceptance.Launcher;

/**
 * MongoDB's sink connector for Kafka in a stand-alone Connect worker, with the settings
 * of a rebuild: three tasks, large batches, unordered bulk writes.
 * {@code mvn -Pbenchmark -pl benchmark/peers package} prepares its programs.
 */
final class SinkConnector implements AutoCloseable {

	static final String GROUP = "connect-sink";

	static final Path PROGRAMS = Launcher.ROOT.resolve("benchmark/peers/target/connect");

	private final Path log;

	private final Process process;

	/**
	 * Starts a connector that copies each topic to a collection of the same name.
	 * @param system the system
	 * @param batch records per poll
	 */
	SinkConnector(FaultSystem system, int batch) {
		try {
			Path folder = Files.createDirectories(system.home().resolve("connect"));
			Path worker = write(folder.resolve("worker.properties"), worker(system, folder, batch));
			Path sink = write(folder.resolve("sink.properties"), sink(system));
			this.log = system.home().resolve("log/connect.log");
			this.process = new ProcessBuilder("java", "-Xmx1g", "-cp", PROGRAMS + "/*",
					"org.apache.kafka.connect.cli.ConnectStandalone", worker.toString(), sink.toString())
				.redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> worker(FaultSystem system, Path folder, int batch) {
		Map<String, String> settings = new TreeMap<>();
		settings.put("bootstrap.servers", system.bootstrapServers());
		settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
		settings.put("value.converter", "io.apicurio.registry.utils.converter.AvroConverter");
		settings.put("value.converter.apicurio.registry.url", system.registry() + "/apis/registry/v2");
		settings.put("value.converter.apicurio.registry.id-handler", "io.apicurio.registry.serde.Legacy4ByteIdHandler");
		settings.put("value.converter.apicurio.registry.use-id", "contentId");
		settings.put("offset.storage.file.filename", folder.resolve("offsets").toString());
		settings.put("offset.flush.interval.ms", "500");
		settings.put("plugin.discovery", "only_scan");
		settings.put("listeners", "http://127.0.0.1:0");
		settings.put("consumer.auto.offset.reset", "earliest");
		settings.put("consumer.isolation.level", "read_committed");
		settings.put("consumer.max.poll.records", Integer.toString(batch));
		settings.put("consumer.fetch.min.bytes", "100000");
		return settings;
	}

	private static Map<String, String> sink(FaultSystem system) {
		Map<String, String> settings = new TreeMap<>();
		settings.put("name", "sink");
		settings.put("connector.class", "com.mongodb.kafka.connect.MongoSinkConnector");
		settings.put("tasks.max", "3");
		settings.put("topics", String.join(",", SeededLog.TOPICS));
		settings.put("connection.uri", system.store("session-service"));
		settings.put("database", "session");
		settings.put("document.id.strategy",
				"com.mongodb.kafka.connect.sink.processor.id.strategy.PartialValueStrategy");
		settings.put("document.id.strategy.partial.value.projection.list", "userId");
		settings.put("document.id.strategy.partial.value.projection.type", "AllowList");
		settings.put("bulk.write.ordered", "false");
		// A tombstone has no user id, which this strategy needs.
		settings.put("transforms", "live");
		settings.put("transforms.live.type", "org.apache.kafka.connect.transforms.Filter");
		settings.put("transforms.live.predicate", "tombstone");
		settings.put("predicates", "tombstone");
		settings.put("predicates.tombstone.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
		return settings;
	}

	private static Path write(Path file, Map<String, String> settings) throws IOException {
		return Files.writeString(file,
				settings.entrySet()
					.stream()
					.map((setting) -> setting.getKey() + "=" + setting.getValue())
					.collect(Collectors.joining("\n")));
	}

	/**
	 * False if it or a task of it has failed. Its log shows the cause.
	 */
	boolean isAlive() {
		try {
			return this.process.isAlive() && !Files.readString(this.log).contains("Task is being killed");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
