package dev.rollcall.session;

import java.util.concurrent.TimeUnit;

import com.mongodb.MongoClientSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceConfigurationTests {

	@Test
	void eachWaitForTheStoreEndsWithinTheTimeLimitOfARequest() {
		MongoClientSettings.Builder builder = MongoClientSettings.builder();

		new ServiceConfiguration().durableStore().customize(builder);

		MongoClientSettings settings = builder.build();
		assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS)).isBetween(1L, 3L);
		assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.SECONDS)).isBetween(1, 3);
		assertThat(settings.getTimeout(TimeUnit.SECONDS)).isBetween(1L, 3L);
	}

}
