package dev.rollcall.registration.account;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.verification.RootCause;
import dev.rollcall.web.Unavailable;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;

/**
 * Creates the indexes in the background and retries until the store responds. No account
 * is added before they exist, because only they keep addresses unique.
 */
@Component("accounts")
class AccountIndexes implements HealthIndicator, InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(AccountIndexes.class);

	private static final Retry UNTIL_DONE = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
		.maxBackoff(Duration.ofSeconds(2))
		.doBeforeRetry((attempt) -> logger.warn("Creating the indexes of the accounts failed; retrying: {}",
				RootCause.of(attempt.failure()).getClass().getSimpleName()));

	private final Mono<Void> creation;

	private volatile boolean exist;

	private Disposable running = () -> {
	};

	AccountIndexes(ReactiveMongoTemplate mongo) {
		this.creation = mongo.getCollection(MongoAccounts.COLLECTION).flatMap(AccountIndexes::create);
	}

	@Override
	public void afterPropertiesSet() {
		this.running = StartupTask.untilDone(this.creation, UNTIL_DONE).subscribe(null, null, () -> this.exist = true);
	}

	Mono<Void> required() {
		return Mono.defer(() -> this.exist ? Mono.empty()
				: Mono.error(new Unavailable("The indexes of the accounts do not exist yet")));
	}

	@Override
	public Health health() {
		return (this.exist ? Health.up() : Health.down()).build();
	}

	@Override
	public void destroy() {
		this.running.dispose();
	}

	/** Without a time limit: an index build of a large collection takes minutes. */
	private static Mono<Void> create(MongoCollection<Document> collection) {
		MongoCollection<Document> accounts = collection.withTimeout(0, TimeUnit.MILLISECONDS);
		IndexOptions uniqueIfThere = new IndexOptions().unique(true).sparse(true);
		IndexOptions administrators = new IndexOptions()
			.partialFilterExpression(Filters.eq(MongoAccounts.ROLES, Account.ADMINISTRATOR));
		return Flux
			.concat(accounts.createIndex(Indexes.ascending(MongoAccounts.CANONICAL_EMAIL), uniqueIfThere),
					accounts.createIndex(Indexes.ascending(MongoAccounts.IDEMPOTENCY_KEY), uniqueIfThere),
					accounts.createIndex(Indexes.ascending(MongoAccounts.IDEMPOTENCY_UNTIL),
							new IndexOptions().sparse(true)),
					accounts.createIndex(Indexes.ascending(AccountDocument.STATUS, "_id")),
					accounts.createIndex(Indexes.ascending(MongoAccounts.ROLES), administrators),
					accounts.createIndex(Indexes.ascending(MongoAccounts.UNVERIFIED_SINCE),
							new IndexOptions().sparse(true)))
			.then();
	}

}
