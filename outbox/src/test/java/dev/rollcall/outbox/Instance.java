package dev.rollcall.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import dev.rollcall.local.query.QueryListener;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.awaitility.Awaitility;
import org.bson.Document;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One instance of a small service with an outbox in its collection {@code accounts}.
 */
final class Instance implements AutoCloseable {

	static final Duration LIMIT = Duration.ofSeconds(30);

	private static final EventLoopGroup STORE_THREADS = new MultiThreadIoEventLoopGroup(4,
			new DefaultThreadFactory("store", true), NioIoHandler.newFactory());

	static final String COLLECTION = "accounts";

	private final ConfigurableApplicationContext context;

	private Instance(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * One at a time: two applications that start in one JVM disturb each other's logging.
	 */
	static synchronized Instance start(String service, String... settings) {
		return new Instance(new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE)
			.properties(Map.of("spring.application.name", service, "spring.main.banner-mode", "off",
					"spring.kafka.bootstrap-servers", Platform.PARTS.bootstrapServers(), "spring.mongodb.uri",
					Platform.PARTS.storeUri(service), "logging.level.org.apache.kafka", "off",
					"spring.kafka.producer.value-serializer", "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
					"rollcall.outbox.collection", COLLECTION))
			.properties("logging.level.root=warn",
					"spring.kafka.properties.[apicurio.registry.url]=" + Platform.PARTS.registryUrl()
							+ "/apis/registry/v3",
					"spring.kafka.properties.[apicurio.registry.dereference-schema]=true",
					"spring.kafka.properties.[apicurio.registry.artifact-resolver-strategy]="
							+ "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy")
			.properties(settings)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Outbox outbox() {
		return bean(Outbox.class);
	}

	int owned() {
		return bean(OutboxRelay.class).owned().size();
	}

	void awaitOwned(int slots) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(owned()).isEqualTo(slots));
	}

	/** A command that creates an account. */
	void insert(String id, OutboxMessage... messages) {
		Document account = outbox().append(new Document("_id", id).append("revision", 1L), List.of(messages));
		template().insert(account, COLLECTION).block(LIMIT);
		outbox().wake(id);
	}

	/** A command that changes an account. */
	boolean update(String id, OutboxMessage... messages) {
		boolean done = updateUnseen(id, outbox().room(), messages);
		outbox().wake(id);
		return done;
	}

	/** A command whose instance dies before it wakes the relay. */
	boolean updateUnseen(String id, Criteria guard, OutboxMessage... messages) {
		Update update = outbox().append(new Update().inc("revision", 1), id, List.of(messages));
		Query query = Query.query(Criteria.where("_id").is(id).andOperator(guard));
		return template().updateFirst(query, update, COLLECTION).block(LIMIT).getModifiedCount() == 1;
	}

	Document account(String id) {
		return template().findById(id, Document.class, COLLECTION).block(LIMIT);
	}

	/** Restores an earlier state of an account, as if later writes had not happened. */
	void restore(Document account) {
		template().save(account, COLLECTION).block(LIMIT);
	}

	List<Document> all(String collection) {
		return template().findAll(Document.class, collection).collectList().block(LIMIT);
	}

	@Override
	public void close() {
		this.context.close();
	}

	private ReactiveMongoTemplate template() {
		return bean(ReactiveMongoTemplate.class);
	}

	static OutboxMessage message(String topic, String key, int number) {
		return new OutboxMessage(UUID.randomUUID().toString(), topic, key, new byte[] { (byte) number },
				Map.of("ce_id", Integer.toString(number)));
	}

	@EnableAutoConfiguration
	static class Service {

		/** As many tombstones as a message's header says. */
		@Bean
		Companions companions() {
			return (message) -> IntStream
				.rangeClosed(1, Integer.parseInt(message.headers().getOrDefault("companions", "0")))
				.mapToObj((number) -> OutboxMessage
					.tombstone(message.topic(), message.partitionKey(), message.id() + number, number)
					.withKey(message.partitionKey() + ":" + number));
		}

		/**
		 * Timeout for threads that outlive the service: Boot's own take two seconds to
		 * end.
		 */
		@Bean
		MongoClientSettings storeSettings(Environment environment) {
			return MongoClientSettings.builder()
				.applyConnectionString(new ConnectionString(environment.getRequiredProperty("spring.mongodb.uri")))
				.transportSettings(TransportSettings.nettyBuilder().eventLoopGroup(STORE_THREADS).build())
				.addCommandListener(new QueryListener())
				.build();
		}

	}

}
