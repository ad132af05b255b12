package dev.rollcall.notification;

import java.util.concurrent.TimeUnit;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Settings of the MongoDB client: acknowledged writes survive, reads see only such
 * writes, and an unavailable store is noticed within the time of a request.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	private static final int CONNECT_SECONDS = 2;

	/** Also limits the work on the server (maxTimeMS). */
	private static final int SECONDS = 5;

	@Bean
	MongoClientSettingsBuilderCustomizer durableStore() {
		return StoreConfiguration::customize;
	}

	private static void customize(MongoClientSettings.Builder settings) {
		settings.timeout(SECONDS, TimeUnit.SECONDS);
		settings.writeConcern(WriteConcern.MAJORITY.withJournal(true));
		settings.readConcern(ReadConcern.MAJORITY);
		settings.readPreference(ReadPreference.primary());
		settings.applyToClusterSettings((cluster) -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS));
		settings.applyToSocketSettings((socket) -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS));
	}

}
