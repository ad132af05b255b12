package dev.rollcall.local.broker;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerSettingsTests {

	@Test
	void recordsAreKeptUnlessTheirTopicLimitsThem() {
		assertThat(BrokerSettings.of(Path.of("data"), 9092, 9093, Map.of())).containsEntry("log.retention.ms", "-1");
	}

	@Test
	void portOfAProxyIsAdvertisedToItsClients() {
		Map<String, String> settings = BrokerSettings.of(Path.of("data"), 9092, 9093,
				BrokerApplication.moreListeners("19092:29092,19093:29093"));
		assertThat(settings.get("listeners")).contains("VIA29092://127.0.0.1:19092", "VIA29093://127.0.0.1:19093");
		assertThat(settings.get("advertised.listeners")).contains("BROKER://127.0.0.1:9092",
				"VIA29092://127.0.0.1:29092", "VIA29093://127.0.0.1:29093");
	}

}
