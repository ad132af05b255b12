package dev.rollcall.outbox.example;

import java.time.Duration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The running example.
 */
public final class ExampleService implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ConfigurableApplicationContext context;

	private ExampleService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts the example; the caller closes it.
	 */
	public static ExampleService start(String bootstrapServers, String storeUri) {
		return new ExampleService(new SpringApplicationBuilder(OrdersApplication.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "spring.main.banner-mode=off", "logging.level.root=warn",
					"rollcall.outbox.collection=orders", "spring.kafka.bootstrap-servers=" + bootstrapServers,
					"spring.mongodb.uri=" + storeUri)
			.run());
	}

	/**
	 * Places an order and returns its id.
	 */
	public String place(String item) {
		return this.context.getBean(Orders.class).place(item).blockOptional(LIMIT).orElseThrow();
	}

	/**
	 * Ships an order if it still has the given revision.
	 * @return whether it was shipped
	 */
	public boolean ship(String order, long revision) {
		return this.context.getBean(Orders.class).ship(order, revision).blockOptional(LIMIT).orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
