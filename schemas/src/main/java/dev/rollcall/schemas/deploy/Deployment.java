package dev.rollcall.schemas.deploy;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Brings broker and registry to what the catalogue says. Safe to repeat; run it before a
 * service that brings new topics or schemas.
 * <p>
 * Settings, from the environment: {@code ROLLCALL_BOOTSTRAP_SERVERS} (127.0.0.1:9092),
 * {@code ROLLCALL_REGISTRY_URL} (http://127.0.0.1:8085), {@code ROLLCALL_PARTITIONS} (6;
 * of each topic keyed by user, never changed later), {@code ROLLCALL_REPLICATION} (-1:
 * the broker's default), {@code ROLLCALL_KAFKA_...} (settings of the Kafka client, such
 * as {@code ROLLCALL_KAFKA_SECURITY_PROTOCOL} for {@code security.protocol}).
 */
public final class Deployment {

	private static final String KAFKA = "ROLLCALL_KAFKA_";

	private Deployment() {
	}

	/**
	 * Runs the step; ends the JVM with status 1 and one line on standard error if it
	 * fails.
	 * @param arguments none
	 * @throws InterruptedException if interrupted while waiting for broker or registry
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
	 * Creates what is missing.
	 * @param environment the settings
	 * @throws DeploymentException if broker or registry are away, refuse, or hold
	 * something that contradicts the catalogue
	 * @throws InterruptedException if interrupted while waiting
	 */
	public static void deploy(Map<String, String> environment) throws InterruptedException {
		int partitions = Integer.parseInt(environment.getOrDefault("ROLLCALL_PARTITIONS", "6"));
		short replication = Short.parseShort(environment.getOrDefault("ROLLCALL_REPLICATION", "-1"));
		String servers = environment.getOrDefault("ROLLCALL_BOOTSTRAP_SERVERS", "127.0.0.1:9092");
		Map<String, Object> settings = new HashMap<>(kafka(environment));
		settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
		settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000);
		try (Admin admin = Admin.create(settings)) {
			new TopicDeployment(admin, partitions, replication).deploy();
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
