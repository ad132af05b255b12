package dev.rollcall.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.TransportSettings;
import dev.rollcall.local.query.QueryListener;
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
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * A service with just this library, a broker, a registry and a store.
 */
final class RunningService implements AutoCloseable {

	private static final EventLoopGroup STORE_THREADS = new MultiThreadIoEventLoopGroup(4,
			new DefaultThreadFactory("store", true), NioIoHandler.newFactory());

	private final ConfigurableApplicationContext context;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts a service with a database of the same name.
	 * @param name its name
	 * @param bean a projection, reaction or effect
	 * @param more properties
	 */
	static RunningService start(String name, Object bean, String... more) {
		return start(name, List.of(bean), more);
	}

	/**
	 * One at a time: two applications that start in one JVM disturb each other's logging.
	 */
	static synchronized RunningService start(String name, List<?> beans, String... more) {
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
			.initializers((context) -> beans
				.forEach((bean) -> context.getBeanFactory().registerSingleton("bean-" + beans.indexOf(bean), bean)))
			.run());
	}

	/** Starts a service with its management endpoints on a separate port. */
	static RunningService startWithOperations(String name, List<?> beans, String... more) {
		List<String> properties = new ArrayList<>(List.of("spring.main.web-application-type=reactive", "server.port=0",
				"server.address=127.0.0.1", "management.endpoints.web.exposure.include=deadletters,health"));
		properties.addAll(List.of(more));
		return start(name, beans, properties.toArray(String[]::new));
	}

	/** Calls an operation, such as {@code deadletters}. */
	Operations operations() {
		return new Operations("http://127.0.0.1:"
				+ this.context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/");
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

	double gauge(String meter) {
		return this.context.getBean(MeterRegistry.class).get("rollcall.projection." + meter).gauge().value();
	}

	/** The health detail of a consumer. */
	Map<?, ?> consumer(String name) {
		return (Map<?, ?>) consumers().getDetails().get(name);
	}

	Health consumers() {
		return this.context.getBean(ConsumersHealthIndicator.class).health();
	}

	boolean isUp() {
		return Status.UP.equals(health().getStatus());
	}

	Health health() {
		return this.context.getBean(ProjectionsHealthIndicator.class).health();
	}

	void stopAndStart() {
		this.context.stop();
		this.context.start();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** Not those of the JVM, which end with the first of several services. */
		@Bean
		ReactorResourceFactory serverThreads() {
			ReactorResourceFactory threads = new ReactorResourceFactory();
			threads.setUseGlobalResources(false);
			threads.setShutdownQuietPeriod(Duration.ZERO);
			return threads;
		}

		/** Of threads that outlive the service: Boot's own take two seconds to end. */
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
