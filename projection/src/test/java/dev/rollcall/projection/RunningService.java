package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.List;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * A service with just this library, a broker, a registry and a store.
 */
final class RunningService implements AutoCloseable {

	private static final EventLoopGroup STORE_THREADS = new MultiThreadIoEventLoopGroup(2,
			new DefaultThreadFactory("store", true), NioIoHandler.newFactory());

	private final ConfigurableApplicationContext context;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** Starts one whose database has its name. */
	static RunningService start(String name, Object consumer, String... more) {
		List<String> properties = new ArrayList<>(List.of("spring.application.name=" + name,
				"spring.main.banner-mode=off", "spring.kafka.bootstrap-servers=" + Platform.shared().bootstrapServers(),
				"spring.kafka.consumer.value-deserializer=" + AvroKafkaDeserializer.class.getName(),
				"spring.kafka.properties[apicurio.registry.url]=" + Platform.shared().registryUrl()
						+ "/apis/registry/v3",
				"spring.mongodb.uri=" + Platform.shared().storeUri(name)
						+ "&serverSelectionTimeoutMS=1000&connectTimeoutMS=1000",
				"rollcall.projection.apply-time-limit=3s", "rollcall.projection.back-off.max=1s"));
		properties.addAll(List.of(more));
		return new RunningService(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.initializers((context) -> register((GenericApplicationContext) context, consumer))
			.run());
	}

	private static void register(GenericApplicationContext context, Object consumer) {
		if (consumer instanceof Projection projection) {
			context.registerBean(Projection.class, () -> projection);
		}
		else if (consumer instanceof Reaction reaction) {
			context.registerBean(Reaction.class, () -> reaction);
		}
		else if (consumer instanceof Effect effect) {
			context.registerBean(Effect.class, () -> effect);
		}
	}

	@Nullable Document find(String projection, Object key) {
		return this.context.getBean(ProjectionStore.class).find(projection, key.toString()).block(Waiting.LIMIT);
	}

	@Nullable Document find(String projection, String collection, String id) {
		return this.context.getBean(ProjectionStore.class).find(projection, collection, id).block(Waiting.LIMIT);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	ProjectionDatabase database() {
		return this.context.getBean(ProjectionDatabase.class);
	}

	int count(String meter) {
		return (int) this.context.getBean(MeterRegistry.class).get("rollcall.projection." + meter).counter().count();
	}

	boolean isUp() {
		return Status.UP.equals(health().getStatus());
	}

	Health health() {
		return this.context.getBean(ProjectionsHealthIndicator.class).health();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** Of threads that outlive the service: Boot's own take two seconds to end. */
		@Bean
		MongoClientSettings storeSettings(Environment environment) {
			return MongoClientSettings.builder()
				.applyConnectionString(new ConnectionString(environment.getRequiredProperty("spring.mongodb.uri")))
				.transportSettings(TransportSettings.nettyBuilder().eventLoopGroup(STORE_THREADS).build())
				.build();
		}

	}

}
