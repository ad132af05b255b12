package dev.rollcall.acceptance.manifest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import dev.rollcall.deployment.Deployment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S21: the real broker with SASL, the StandardAuthorizer and exactly the users of the
 * manifests. The system works, and each user is denied whatever it was not granted.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AclIntegrationTests {

	private static final Path HOME = Launcher.ROOT.resolve("acceptance/target/rollcall-acl");

	private static final String PLAIN = "127.0.0.1:" + (9092 + Launcher.OFFSET);

	private static final String PASSWORD = "secret-of-";

	private static final List<Map<String, Object>> USERS = Manifests.read("components/strimzi/users.yaml", "KafkaUser");

	private static final List<String> SERVICES = List.of("registration-service", "session-service",
			"notification-service", "gateway");

	private static int port;

	private static Launcher launcher;

	@BeforeAll
	static void start() throws Exception {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		Path properties = HOME.resolveSibling("rollcall-acl.properties");
		Files.writeString(properties, brokerSettings());
		launcher = new Launcher(HOME, Map.of("ROLLCALL_BROKER_LISTENERS", port + ":" + port,
				"ROLLCALL_BROKER_PROPERTIES", properties.toString()));
		launcher.run("down");
		delete(HOME);
		launcher.run("up", "broker", "registry").succeeded();
		grant();
		for (String service : SERVICES) {
			signIn(service);
		}
		launcher.run("up").succeeded();
	}

	@AfterAll
	static void stop() {
		launcher.run("down");
	}

	@Test
	@Order(1)
	void systemWorks() throws Exception {
		Deployment.deploy(deployment());
		launcher.run("demo").succeeded();
		launcher.run("verify").succeeded();
		launcher.run("rebuild", "session-service", "accounts").succeeded();
		launcher.run("rebuild", "session-service", "accounts", "--clean-up").succeeded();
		launcher.run("dead-letters", "list").succeeded();
	}

	@Test
	@Order(2)
	void whateverIsNotGrantedIsDenied() {
		Set<String> granted = new TreeSet<>();
		Set<String> allowed = new TreeSet<>();
		for (Map<String, Object> user : USERS) {
			String name = Manifests.name(user);
			for (Topic topic : Topic.all()) {
				if (isGranted(user, ResourceType.TOPIC, topic.name(), AclOperation.WRITE)) {
					granted.add(name + " writes " + topic.name());
				}
				if (isGranted(user, ResourceType.TOPIC, topic.name(), AclOperation.READ)) {
					granted.add(name + " reads " + topic.name());
				}
				if (isAllowed(() -> write(name, topic.name()))) {
					allowed.add(name + " writes " + topic.name());
				}
				if (isAllowed(() -> read(name, topic.name()))) {
					allowed.add(name + " reads " + topic.name());
				}
			}
			for (String group : groups()) {
				if (isGranted(user, ResourceType.GROUP, group, AclOperation.READ)) {
					granted.add(name + " uses " + group);
				}
				if (isAllowed(() -> useGroup(name, group))) {
					allowed.add(name + " uses " + group);
				}
			}
		}
		allowed.forEach((line) -> System.out.println("[AclIntegrationTests] " + line)); // console
		System.out.printf("[AclIntegrationTests] %d allowed of %d tried%n", allowed.size(), // console
				USERS.size() * (2 * Topic.all().size() + groups().size()));
		assertThat(allowed).isEqualTo(granted);
	}

	private static List<String> groups() {
		List<String> groups = Consumer.all()
			.stream()
			.map((consumer) -> (consumer.kind() == Consumer.Kind.PROJECTION)
					? consumer.service() + "-" + consumer.name() + "-g1" : consumer.group())
			.collect(Collectors.toList());
		groups.addAll(List.of(Topic.relayGroup("registration-service"), Topic.relayGroup("session-service")));
		return groups;
	}

	private static boolean isGranted(Map<String, Object> user, ResourceType type, String name, AclOperation operation) {
		return Manifests.acls(user)
			.stream()
			.filter((acl) -> acl.entry().operation() == operation && acl.pattern().resourceType() == type)
			.map(AclBinding::pattern)
			.anyMatch((pattern) -> (pattern.patternType() == PatternType.PREFIXED) ? name.startsWith(pattern.name())
					: name.equals(pattern.name()));
	}

	private static boolean isAllowed(Attempt attempt) {
		try {
			attempt.run();
			return true;
		}
		catch (AuthorizationException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof AuthorizationException) {
				return false;
			}
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Bytes that no schema can decode. */
	private static void write(String user, String topic) throws ExecutionException, InterruptedException {
		Map<String, Object> settings = client(user);
		settings.put("enable.idempotence", false);
		settings.put("max.block.ms", 5000);
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			producer.send(new ProducerRecord<>(topic, 0, "nobody".getBytes(), new byte[] { 1 })).get();
		}
	}

	private static void read(String user, String topic) {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(client(user), new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			TopicPartition partition = new TopicPartition(topic, 0);
			consumer.assign(List.of(partition));
			consumer.seek(partition, 0);
			consumer.poll(Duration.ofMillis(300));
		}
	}

	/**
	 * Uses a group without joining it: a group with members would refuse a commit anyway.
	 */
	private static void useGroup(String user, String group) throws ExecutionException, InterruptedException {
		Map<String, Object> settings = client(user);
		settings.put("group.id", group);
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			consumer.committed(Set.of(new TopicPartition(Topic.USER_EVENTS.name(), 0)));
		}
	}

	private static Map<String, Object> client(String user) {
		Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:" + port,
				"default.api.timeout.ms", 10_000, "auto.offset.reset", "earliest"));
		settings.putAll(sasl(user));
		return settings;
	}

	private static Map<String, String> sasl(String user) {
		return Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
				"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
					.formatted(user, PASSWORD + user));
	}

	private static Map<String, String> deployment() {
		Map<String, String> environment = new HashMap<>(Map.of("ROLLCALL_BOOTSTRAP_SERVERS", "127.0.0.1:" + port,
				"ROLLCALL_REGISTRY_URL", "http://127.0.0.1:" + (8085 + Launcher.OFFSET)));
		sasl("kafka-deployment")
			.forEach((name, value) -> environment.put("ROLLCALL_KAFKA_" + name.toUpperCase().replace('.', '_'), value));
		return environment;
	}

	private static String brokerSettings() {
		String users = USERS.stream()
			.map(Manifests::name)
			.map((name) -> "user_%s=\"%s\"".formatted(name, PASSWORD + name))
			.collect(Collectors.joining(" "));
		String listener = "VIA" + port;
		return """
				listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,%1$s:SASL_PLAINTEXT
				sasl.enabled.mechanisms=PLAIN
				listener.name.%2$s.plain.sasl.jaas.config=%3$s required %4$s;
				authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
				allow.everyone.if.no.acl.found=false
				super.users=User:ANONYMOUS
				""".formatted(listener, listener.toLowerCase(),
				"org.apache.kafka.common.security.plain.PlainLoginModule", users);
	}

	private static void grant() throws ExecutionException, InterruptedException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", PLAIN))) {
			admin.createAcls(USERS.stream().flatMap((user) -> Manifests.acls(user).stream()).toList()).all().get();
		}
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.of()) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	/** Configures a service to sign in as its user. */
	private static void signIn(String service) throws IOException {
		String prefix = service.equals("gateway") ? "rollcall.gateway.deny-set." : "spring.kafka.";
		Path secrets = Files.createDirectories(HOME.resolve("secrets").resolve(service));
		Files.writeString(secrets.resolve(prefix + "bootstrap-servers"), "127.0.0.1:" + port);
		for (Map.Entry<String, String> setting : sasl("kafka-" + service).entrySet()) {
			Files.writeString(secrets.resolve(prefix + "properties." + setting.getKey()), setting.getValue());
		}
	}

	private interface Attempt {

		void run() throws ExecutionException, InterruptedException;

	}

}
