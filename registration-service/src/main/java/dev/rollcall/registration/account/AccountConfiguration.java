package dev.rollcall.registration.account;

import java.util.concurrent.TimeUnit;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Settings of the MongoDB client: acknowledged writes survive, and operations have short
 * time-outs.
 */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

	/**
	 * Less than the time limit of a request. Also limits the work on the server
	 * (maxTimeMS).
	 */
	private static final int SECONDS = 3;

	@Bean
	MongoClientSettingsBuilderCustomizer store(AccountProperties properties) {
		long selection = properties.storeSelection().toMillis();
		return (settings) -> settings.timeout(SECONDS, TimeUnit.SECONDS)
			.writeConcern(WriteConcern.MAJORITY.withJournal(true))
			.readConcern(ReadConcern.MAJORITY)
			.readPreference(ReadPreference.primary())
			.applyToClusterSettings((cluster) -> cluster.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS))
			.applyToSocketSettings((socket) -> socket.connectTimeout((int) selection, TimeUnit.MILLISECONDS))
			.applyToConnectionPoolSettings((pool) -> pool.maxSize(properties.storeConnections()));
	}

}
