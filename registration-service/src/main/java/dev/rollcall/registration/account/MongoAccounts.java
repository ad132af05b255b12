package dev.rollcall.registration.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Projections;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.UserId;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The accounts in the store. An account and its pending messages are one document,
 * written at once. A unique index keeps e-mail addresses unique.
 */
@Component
class MongoAccounts {

	static final String COLLECTION = "accounts";

	static final String CANONICAL_EMAIL = "email.canonical";

	static final String IDEMPOTENCY_KEY = "idempotency.key";

	static final String IDEMPOTENCY_UNTIL = "idempotency.until";

	static final String ROLES = "roles";

	/** When the user of an unverified account registered; imported accounts have none. */
	static final String UNVERIFIED_SINCE = "unverifiedSince";

	private static final String REVISION = "revision";

	/** When a command began that ends the administration by this account. */
	private static final String LEAVING = "leavingAdministration";

	private static final int MAX_ADMINISTRATORS = 10;

	private static final int BATCH_SECONDS = 10;

	private static final Pattern VIOLATED_INDEX = Pattern.compile("index: (\\S+)_1 dup key");

	private final ReactiveMongoTemplate mongo;

	private final AccountIndexes indexes;

	private final Outbox outbox;

	MongoAccounts(ReactiveMongoTemplate mongo, AccountIndexes indexes, Outbox outbox) {
		this.mongo = mongo;
		this.indexes = indexes;
		this.outbox = outbox;
	}

	/**
	 * Adds the account of a user who registers; it may expire until the address is
	 * verified.
	 */
	Mono<Account> register(Account account, @Nullable Idempotency idempotency, List<OutboxMessage> messages) {
		return add(account,
				AccountDocument.of(account, idempotency).append(UNVERIFIED_SINCE, Date.from(account.registeredAt())),
				messages, this.outbox::wake);
	}

	/**
	 * Adds the account of an import. Completes after a majority, journaled write; fails
	 * with {@link EmailTaken}, {@link IdempotencyKeyTaken} or
	 * {@link dev.rollcall.web.Unavailable}.
	 */
	Mono<Account> add(Account account, List<OutboxMessage> messages) {
		return add(account, AccountDocument.of(account, null), messages, this.outbox::wakeForBulk);
	}

	private Mono<Account> add(Account account, Document stored, List<OutboxMessage> messages, Consumer<String> wake) {
		Document document = this.outbox.append(stored, messages);
		return this.indexes.required()
			.then(this.mongo.insert(document, COLLECTION))
			.onErrorMap(DuplicateKeyException.class, MongoAccounts::taken)
			.doOnSuccess((inserted) -> wake.accept(account.id().toString()))
			.thenReturn(account);
	}

	/**
	 * Finds an account.
	 * @return the account; empty if it does not exist or is deleted
	 */
	Mono<Account> find(UserId id) {
		return one(Criteria.where("_id").is(id.toString()));
	}

	/**
	 * Finds the account of an address.
	 * @return the account; empty if no account has the address
	 */
	Mono<Account> find(EmailAddress email) {
		return one(Criteria.where(CANONICAL_EMAIL).is(email.canonical()));
	}

	/**
	 * Lists accounts in the order of their ids, which is the order of their creation.
	 * @param status null for any
	 * @param after the last id of the page before; null for the first page
	 */
	Flux<Account> list(@Nullable AccountStatus status, @Nullable UserId after, int limit) {
		Criteria criteria = (status != null) ? Criteria.where(AccountDocument.STATUS).is(status.name())
				: Criteria.where(AccountDocument.STATUS).ne(AccountStatus.DELETED.name());
		if (after != null) {
			criteria.and("_id").gt(after.toString());
		}
		Query query = Query.query(criteria).with(Sort.by("_id")).limit(limit);
		return this.mongo.find(query, Document.class, COLLECTION).map(AccountDocument::account);
	}

	private Mono<Account> one(Criteria criteria) {
		return this.mongo.findOne(Query.query(criteria), Document.class, COLLECTION)
			.filter((document) -> !AccountDocument.isDeleted(document))
			.map(AccountDocument::account);
	}

	/**
	 * Writes the changed account and its messages.
	 * @return whether it was written: false if the account has changed since it was read,
	 * or it has messages and too much is pending; fails with {@link EmailTaken}
	 */
	Mono<Boolean> change(Account held, Account changed, List<OutboxMessage> messages) {
		Criteria guard = messages.isEmpty() ? asRead(held) : asRead(held).andOperator(this.outbox.room());
		return this.indexes.required()
			.then(write(guard, update(held, changed), held.id().toString(), messages))
			.onErrorMap(DuplicateKeyException.class, MongoAccounts::taken);
	}

	/**
	 * Whether the outbox has no room for a change. If it has, a change that was not
	 * written has lost a race.
	 */
	Mono<Boolean> isFull(UserId id) {
		return this.mongo.findById(id.toString(), Document.class, COLLECTION)
			.map((document) -> Outbox.isFull(document, Outbox.CAPACITY))
			.defaultIfEmpty(false);
	}

	private static Update update(Account held, Account changed) {
		Update update = AccountDocument.update(held, changed).unset(LEAVING);
		boolean mayExpire = changed.status() != AccountStatus.DELETED && !changed.email().verified();
		return mayExpire ? update : update.unset(UNVERIFIED_SINCE);
	}

	/**
	 * Finds active accounts whose users registered before a time and have not verified
	 * the address, the oldest first. Accounts registered by versions without this field
	 * are not found.
	 */
	Flux<UserId> unverified(Instant before, int limit) {
		Query query = Query
			.query(Criteria.where(UNVERIFIED_SINCE)
				.lt(Date.from(before))
				.and(AccountDocument.STATUS)
				.is(AccountStatus.ACTIVE.name())
				.and("email.verifiedAt")
				.isNull())
			.with(Sort.by(UNVERIFIED_SINCE))
			.limit(limit);
		query.fields().include("_id");
		return this.mongo.find(query, Document.class, COLLECTION)
			.map((document) -> UserId.of(document.getString("_id")));
	}

	/**
	 * Marks an administrator as leaving, until the next change of the account.
	 * @return the account as it is stored then; empty if it has changed since it was read
	 */
	Mono<Account> markLeaving(Account held, Instant now) {
		return write(asRead(held), new Update().set(LEAVING, Date.from(now))).filter((written) -> written)
			.map((written) -> new AccountEdit(held).revised());
	}

	/**
	 * Removes a mark, unless the account has changed since.
	 */
	Mono<Void> unmarkLeaving(Administrator leaving) {
		return write(Criteria.where("_id").is(leaving.id().toString()).and(REVISION).is(leaving.revision()),
				new Update().unset(LEAVING))
			.then();
	}

	/**
	 * Finds active administrators except one, those who are not leaving first.
	 */
	Flux<Administrator> otherAdministrators(UserId except) {
		Query query = Query
			.query(Criteria.where(ROLES)
				.is(Account.ADMINISTRATOR)
				.and(AccountDocument.STATUS)
				.is(AccountStatus.ACTIVE.name())
				.and("_id")
				.ne(except.toString()))
			.with(Sort.by(LEAVING))
			.limit(MAX_ADMINISTRATORS);
		query.fields().include("_id", REVISION, LEAVING);
		return this.mongo.find(query, Document.class, COLLECTION).map(MongoAccounts::administrator);
	}

	private static Administrator administrator(Document document) {
		Date leaving = document.getDate(LEAVING);
		return new Administrator(UserId.of(document.getString("_id")), document.get(REVISION, Number.class).longValue(),
				(leaving != null) ? leaving.toInstant() : null);
	}

	/**
	 * Finds the account that a request with this key created.
	 * @return the account and the request, or empty
	 */
	Mono<Made> findByIdempotencyKey(String key) {
		Query query = Query.query(Criteria.where(IDEMPOTENCY_KEY).is(key));
		return this.mongo.findOne(query, Document.class, COLLECTION)
			.map((document) -> new Made(AccountDocument.account(document), AccountDocument.idempotency(document)));
	}

	/**
	 * Deletes expired keys. Nothing else of the account changes, so the revision stays.
	 */
	Mono<Void> forgetIdempotencyKeys(Instant now) {
		Query query = Query.query(Criteria.where(IDEMPOTENCY_UNTIL).lte(Date.from(now)));
		return this.mongo.updateMulti(query, new Update().unset("idempotency"), COLLECTION).then();
	}

	/**
	 * Overwrites an account with the log's newer state and voids requested links.
	 * @param held the document as it was read
	 * @param published the topics whose pending messages are discarded, because the log
	 * has them
	 */
	Mono<Boolean> adopt(Document held, Account logged, Collection<String> published) {
		Update update = new Update();
		AccountDocument.of(logged, null).forEach((field, value) -> {
			if (!field.equals("_id") && !field.equals(REVISION)) {
				update.set(field, value);
			}
		});
		update.pull(AccountDocument.LINKS, AccountDocument.REQUEST.getCriteriaObject());
		return drop(held, update, published).onErrorResume(DuplicateKeyException.class, (ex) -> Mono.just(false));
	}

	private Mono<Boolean> drop(Document held, Update update, Collection<String> published) {
		return write(asRead(held).andOperator(this.outbox.unchanged(held)),
				published.isEmpty() ? update : this.outbox.drop(update, held, published));
	}

	/**
	 * Voids requested links of all accounts.
	 * @param limit the time limit of this scan
	 * @return the number of accounts
	 */
	Mono<Long> voidRequests(Duration limit) {
		Query requested = Query.query(Criteria.where(AccountDocument.LINKS).elemMatch(AccountDocument.REQUEST));
		Update update = new Update().pull(AccountDocument.LINKS, AccountDocument.REQUEST.getCriteriaObject())
			.inc(REVISION, 1L);
		return this.mongo
			.execute(COLLECTION,
					(accounts) -> accounts.withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
						.updateMany(requested.getQueryObject(), update.getUpdateObject()))
			.next()
			.map(UpdateResult::getModifiedCount);
	}

	/**
	 * Restores an account that only the log has.
	 */
	Mono<Boolean> bringBack(Account logged) {
		return this.mongo.insert(AccountDocument.of(logged, null), COLLECTION)
			.thenReturn(true)
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.just(false));
	}

	/**
	 * Deletes an account that is deleted in the log.
	 */
	Mono<Boolean> remove(Document held) {
		Criteria guard = asRead(held).andOperator(this.outbox.unchanged(held));
		return this.mongo.remove(Query.query(guard), COLLECTION).map((result) -> result.getDeletedCount() == 1);
	}

	/**
	 * Raises the versions of an account without pending messages, and publishes it again.
	 */
	Mono<Boolean> publishAgain(Account held, Account raised, List<OutboxMessage> messages) {
		Update update = new Update().set("version", raised.version())
			.set("credential.version", raised.credential().version());
		return write(asRead(held).andOperator(this.outbox.nothingPending()), update, held.id().toString(), messages);
	}

	/**
	 * Publishes a deletion again, with a version higher than the log's.
	 */
	Mono<Boolean> publishDeletion(Document held, long version, List<OutboxMessage> messages) {
		return write(asRead(held).andOperator(this.outbox.nothingPending()), new Update().set("version", version),
				held.getString("_id"), messages);
	}

	/**
	 * Discards the pending messages of a deletion to some topics, because the log already
	 * has them.
	 */
	Mono<Boolean> forget(Document held, Collection<String> published) {
		return drop(held, new Update(), published);
	}

	private Mono<Boolean> write(Criteria guard, Update update, String id, List<OutboxMessage> messages) {
		return write(guard, this.outbox.append(update, id, messages)).doOnNext((done) -> this.outbox.wake(id));
	}

	/** Every command raises the revision. */
	private Mono<Boolean> write(Criteria guard, Update update) {
		return this.mongo.updateFirst(Query.query(guard), update.inc(REVISION, 1L), COLLECTION)
			.map((result) -> result.getModifiedCount() == 1);
	}

	private static Criteria asRead(Document held) {
		return Criteria.where("_id").is(held.getString("_id")).and(REVISION).is(held.get(REVISION));
	}

	private static Criteria asRead(Account account) {
		return Criteria.where("_id").is(account.id().toString()).and(REVISION).is(account.revision());
	}

	/** Stored accounts, pending messages included. */
	Flux<Document> documents(Collection<String> ids) {
		return this.mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, COLLECTION);
	}

	/** The ids of all accounts. */
	Flux<String> ids() {
		return this.mongo.execute(COLLECTION, (accounts) -> all(accounts).projection(Projections.include("_id")))
			.map((document) -> document.getString("_id"));
	}

	/** All stored accounts, pending messages included. */
	Flux<Document> documents() {
		return this.mongo.execute(COLLECTION, MongoAccounts::all);
	}

	/** The time limit counts for each batch. */
	private static FindPublisher<Document> all(MongoCollection<Document> accounts) {
		return accounts.withTimeout(BATCH_SECONDS, TimeUnit.SECONDS).find().timeoutMode(TimeoutMode.ITERATION);
	}

	private static RuntimeException taken(DuplicateKeyException ex) {
		Matcher index = VIOLATED_INDEX.matcher(String.valueOf(ex.getMessage()));
		String violated = index.find() ? index.group(1) : "";
		return switch (violated) {
			case CANONICAL_EMAIL -> new EmailTaken();
			case IDEMPOTENCY_KEY -> new IdempotencyKeyTaken();
			default -> new IllegalStateException("The store reported a duplicate key in an unknown index");
		};
	}

	/**
	 * A request's result.
	 */
	record Made(Account account, Idempotency request) {
	}

}
