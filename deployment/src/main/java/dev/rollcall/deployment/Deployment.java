package dev.rollcall.deployment;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The deploy step: creates and configures the topics and registers the schemas. Safe to
 * repeat. Run it before a service that needs a new topic or schema. README.md lists its
 * settings.
 */
public final class Deployment {

	private static final String KAFKA = "ROLLCALL_KAFKA_";

	private Deployment() {
	}

	/**
	 * Runs the deploy step. On failure prints one line on standard error and exits with
	 * status 1.
	 */
	public static void main(String[] arguments) throws InterruptedException {
		try {
			deploy(System.getenv());
		}
		catch (DeploymentException ex) {
			System.err.println(ex.getMessage()); // console
			System.exit(1);
		}
	}

	/**
	 * Runs the deploy step.
	 * @param environment the settings, named like environment variables
	 * @throws DeploymentException if the broker or the registry cannot be reached or
	 * refuses a request, or if a topic has another number of partitions
	 */
	public static void deploy(Map<String, String> environment) throws InterruptedException {
		int partitions = Integer.parseInt(environment.getOrDefault("ROLLCALL_PARTITIONS", "6"));
		short replication = Short.parseShort(environment.getOrDefault("ROLLCALL_REPLICATION", "-1"));
		String servers = environment.getOrDefault("ROLLCALL_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
		Map<String, Object> settings = new HashMap<>(kafka(environment));
		settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
		settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000);
		String lag = environment.get("ROLLCALL_COMPACTION_LAG");
		try (Admin admin = Admin.create(settings)) {
			new TopicDeployment(admin, partitions, replication, (lag != null) ? Duration.parse(lag) : null).deploy();
		}
		new SchemaDeployment(
				URI.create(environment.getOrDefault("ROLLCALL_REGISTRY_URL", "http://127.0.0.1:8085") + "/"))
			.deploy();
	}

	private static Map<String, String> kafka(Map<String, String> environment) {
		Map<String, String> settings = new HashMap<>();
		environment.forEach((name, value) -> {
			if (name.startsWith(KAFKA)) {
				settings.put(name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
			}
		});
		return settings;
	}

}
