package dev.rollcall.outbox;

import java.util.Map;

import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.rollcall.outbox.example.ExampleService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service of another team, in the package {@code example}.
 */
@Isolated("Starts an application, which disturbs the logging of others that start")
class ExampleIntegrationTests {

	@BeforeAll
	static void createTopics() {
		Platform.createTopic("order-events", 3, Map.of());
		Platform.createTopic(Topic.relay("orders").name(), Topic.RELAY_SLOTS, Map.of());
	}

	@Test
	void eventsOfAnOrderArriveInOrder() {
		try (ExampleService orders = ExampleService.start(Platform.PARTS.bootstrapServers(),
				Platform.PARTS.storeUri("orders")); EventLog log = new EventLog("order-events")) {
			String order = orders.place("an analytical engine");
			assertThat(orders.ship(order, 1)).isTrue();
			assertThat(orders.ship(order, 1)).as("not as it was seen").isFalse();
			assertThat(log.read(2))
				.extracting((found) -> found.key() + " " + new String(found.headers().lastHeader("type").value()))
				.containsExactly(order + " OrderPlaced", order + " OrderShipped");
		}
	}

}
