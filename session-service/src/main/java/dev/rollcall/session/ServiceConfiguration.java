package dev.rollcall.session;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import dev.rollcall.outbox.EncoderNotReady;
import dev.rollcall.web.TemporaryFailure;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

/**
 * The clock, the settings of the store, and the failures that answer 503.
 */
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	TemporaryFailure temporaryFailure() {
		return (failure) -> {
			if (failure instanceof DataAccessException || failure instanceof MongoException) {
				return "The store failed: " + failure.getClass().getSimpleName();
			}
			return (failure instanceof EncoderNotReady) ? failure.getMessage() : null;
		};
	}

	/**
	 * Majority writes and reads: no answered write is lost, and no read returns data that
	 * may be rolled back. The timeouts detect an unavailable, hanging or overloaded store
	 * within the time limit of a request (4 s), and end the work on the server
	 * (maxTimeMS).
	 */
	@Bean
	MongoClientSettingsBuilderCustomizer durableStore() {
		return (settings) -> settings.timeout(3, TimeUnit.SECONDS)
			.writeConcern(WriteConcern.MAJORITY.withJournal(true))
			.readConcern(ReadConcern.MAJORITY)
			.readPreference(ReadPreference.primary())
			.applyToClusterSettings((cluster) -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
			.applyToSocketSettings((socket) -> socket.connectTimeout(2, TimeUnit.SECONDS));
	}

}
