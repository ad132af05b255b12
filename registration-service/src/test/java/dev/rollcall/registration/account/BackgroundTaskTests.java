package dev.rollcall.registration.account;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.schemas.EmailAddress;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.Status;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * An Error, as from a missing class, ends no task in the background in silence.
 */
class BackgroundTaskTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final AtomicInteger attempts = new AtomicInteger();

	private final MongoAccounts accounts = mock(MongoAccounts.class);

	private final AccountCommands commands = new AccountCommands(this.accounts, mock(Administrators.class),
			mock(AccountEventEncoder.class), Clock.systemUTC());

	@Test
	void indexesAreCreatedAgain() {
		MongoCollection<Document> collection = mock();
		given(collection.withTimeout(anyLong(), any())).willReturn(collection);
		given(collection.createIndex(any(Bson.class), any(IndexOptions.class))).willReturn(Mono.just("index"));
		given(collection.createIndex(any(Bson.class))).willReturn(Mono.just("index"));
		ReactiveMongoTemplate mongo = mock(ReactiveMongoTemplate.class);
		given(mongo.getCollection(MongoAccounts.COLLECTION)).willReturn(failingFirst(Mono.just(collection)));
		AccountIndexes indexes = new AccountIndexes(mongo);

		indexes.afterPropertiesSet();

		await().atMost(LIMIT).until(() -> indexes.health().getStatus().equals(Status.UP));
		assertThat(this.attempts).hasValue(3);
	}

	@Test
	void administratorsArePromotedAgain() {
		given(this.accounts.find(any(EmailAddress.class))).willReturn(failingFirst(Mono.empty()));
		AccountProperties settings = new AccountProperties(Duration.ofHours(24), Duration.ofMinutes(10),
				Duration.ofSeconds(2), 4, List.of("ada@example.com"));

		new Promotion(settings, this.commands, new FirstAdministrators(settings)).afterPropertiesSet();

		await().atMost(LIMIT).untilAsserted(() -> assertThat(this.attempts).hasValue(3));
	}

	@Test
	void resealingThatStopsIsAFailure() {
		given(this.accounts.ids()).willReturn(Flux.defer(() -> {
			throw new NoClassDefFoundError("Missing");
		}));
		ResealEndpoint endpoint = new ResealEndpoint(this.accounts, this.commands);

		endpoint.start();

		await().atMost(LIMIT).until(() -> endpoint.progress().state().equals("done"));
		assertThat(endpoint.progress().failed()).isOne();
	}

	private <T> Mono<T> failingFirst(Mono<T> then) {
		return Mono.defer(() -> {
			if (this.attempts.incrementAndGet() < 3) {
				throw new NoClassDefFoundError("Missing");
			}
			return then;
		});
	}

}
