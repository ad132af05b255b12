package dev.rollcall.local.broker;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerSettingsTests {

	@Test
	void recordsStayUnlessTheirTopicSaysOtherwise() {
		assertThat(BrokerSettings.of(Path.of("data"), 9092, 9093)).containsEntry("log.retention.ms", "-1");
	}

}
