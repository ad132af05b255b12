package dev.rollcall.containers;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.github.dockerjava.api.DockerClient;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.PartHost;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs the broker and the store of a test platform in containers. The system properties
 * {@code rollcall.kafka-image} and {@code rollcall.mongodb-image} name the images. A part
 * without an image runs in a JVM.
 */
public final class PartContainers implements PartHost {

	private static final String ADDRESS = "127.0.0.1";

	private static final Duration START_LIMIT = Duration.ofMinutes(4);

	/** How long a part may take to stop, in seconds. */
	private static final int STOP_LIMIT = 5;

	private static final Map<Part, String> IMAGES = Map.of(Part.BROKER, System.getProperty("rollcall.kafka-image", ""),
			Part.STORE, System.getProperty("rollcall.mongodb-image", ""));

	private final Map<Part, GenericContainer<?>> containers = new EnumMap<>(Part.class);

	@Override
	public boolean runs(Part part) {
		return !IMAGES.getOrDefault(part, "").isEmpty();
	}

	@Override
	public void start(Part part, int port) {
		GenericContainer<?> container = this.containers.get(part);
		if (container != null) {
			docker().startContainerCmd(container.getContainerId()).exec();
			return;
		}
		GenericContainer<?> created = (part == Part.BROKER) ? broker() : store();
		created.setPortBindings(List.of("%s:%d:%d".formatted(ADDRESS, port, created.getExposedPorts().get(0))));
		this.containers.put(part, created);
		created.withStartupTimeout(START_LIMIT).start();
	}

	@Override
	public boolean isAlive(Part part) {
		return running(part).isPresent();
	}

	@Override
	public void stop(Part part) {
		// The shell of Kafka's image does not forward the signal, so waiting is useless.
		int limit = (part == Part.BROKER) ? 0 : STOP_LIMIT;
		running(part).ifPresent((id) -> docker().stopContainerCmd(id).withTimeout(limit).exec());
	}

	@Override
	public void kill(Part part) {
		running(part).ifPresent((id) -> docker().killContainerCmd(id).exec());
	}

	private Optional<String> running(Part part) {
		return Optional.ofNullable(this.containers.get(part))
			.filter(GenericContainer::isRunning)
			.map(GenericContainer::getContainerId);
	}

	@Override
	public void close() {
		this.containers.values().forEach(GenericContainer::stop);
		this.containers.clear();
	}

	/** Has those settings of the launcher's broker that tests depend on. */
	private static KafkaContainer broker() {
		return new LocalKafka(image(Part.BROKER, "apache/kafka")).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
			.withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000")
			.withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
			.withEnv("KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", "6000")
			.withEnv("KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", "6000")
			.withEnv("KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS", "2000")
			.withEnv("KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS", "2000")
			.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
			.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
			.withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "6")
			.withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
	}

	private static MongoDBContainer store() {
		return new MongoDBContainer(image(Part.STORE, "mongo")).withReplicaSet();
	}

	private static DockerImageName image(Part part, String original) {
		return DockerImageName.parse(IMAGES.getOrDefault(part, "")).asCompatibleSubstituteFor(original);
	}

	private static DockerClient docker() {
		return DockerClientFactory.instance().client();
	}

	/**
	 * Advertises the address that its port is bound to, wherever the tests run.
	 */
	private static final class LocalKafka extends KafkaContainer {

		LocalKafka(DockerImageName image) {
			super(image);
		}

		@Override
		public String getHost() {
			return ADDRESS;
		}

	}

}
