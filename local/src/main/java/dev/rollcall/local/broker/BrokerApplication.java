package dev.rollcall.local.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker with one KRaft node. The first start formats its folder.
 * <p>
 * {@code ROLLCALL_BROKER_LISTENERS} adds listeners for clients behind a proxy:
 * {@code <port to listen on>:<port to advertise>}, separated by commas.
 * {@code ROLLCALL_BROKER_PROPERTIES} names a file of additional settings, which override
 * the default ones.
 */
public final class BrokerApplication {

	private BrokerApplication() {
	}

	/**
	 * Runs the broker until the process ends.
	 * @param args the data folder, the port for clients, the port of the controller
	 */
	public static void main(String[] args) throws IOException {
		Path data = Files.createDirectories(Path.of(args[0]));
		Map<String, String> environment = System.getenv();
		Path settings = write(data.resolve("server.properties"),
				BrokerSettings.of(data.resolve("log"), Integer.parseInt(args[1]), Integer.parseInt(args[2]),
						moreListeners(environment.getOrDefault("ROLLCALL_BROKER_LISTENERS", ""))),
				environment.getOrDefault("ROLLCALL_BROKER_PROPERTIES", ""));
		if (!Files.exists(data.resolve("log").resolve("meta.properties"))) {
			format(settings);
		}
		Kafka.main(new String[] { settings.toString() });
	}

	static Map<Integer, Integer> moreListeners(String text) {
		Map<Integer, Integer> listeners = new TreeMap<>();
		for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
			String[] ports = pair.split(":");
			listeners.put(Integer.parseInt(ports[1]), Integer.parseInt(ports[0]));
		}
		return listeners;
	}

	private static void format(Path settings) {
		int status = StorageTool.execute(new String[] { "format", "--ignore-formatted", "--cluster-id",
				Uuid.randomUuid().toString(), "--config", settings.toString() }, System.out);
		if (status != 0) {
			throw new IllegalStateException("The folder of the broker cannot be formatted");
		}
	}

	private static Path write(Path file, Map<String, String> settings, String more) throws IOException {
		Properties properties = new Properties();
		properties.putAll(settings);
		if (!more.isEmpty()) {
			try (Reader reader = Files.newBufferedReader(Path.of(more))) {
				properties.load(reader);
			}
		}
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, "Written at each start");
		}
		return file;
	}

}
