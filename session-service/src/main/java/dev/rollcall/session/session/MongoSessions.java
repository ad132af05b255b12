package dev.rollcall.session.session;

import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.account.Account;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

import static org.springframework.data.mongodb.core.query.Criteria.where;

/**
 * The stored sessions, one document per user. Every write raises the revision, and a
 * command is written only to the revision that it read.
 */
@Component
final class MongoSessions {

	private static final String COLLECTION = "sessions";

	/** Optional events are not published while this many messages are pending. */
	private static final int MAX_PENDING_FOR_OPTIONAL = 20;

	private static final int BATCH_SECONDS = 10;

	private final ReactiveMongoTemplate mongo;

	private final Outbox outbox;

	MongoSessions(ReactiveMongoTemplate mongo, Outbox outbox) {
		this.mongo = mongo;
		this.outbox = outbox;
	}

	Mono<UserSessions> find(UserId userId) {
		return this.mongo.findById(userId.toString(), Document.class, COLLECTION)
			.map(SessionDocument::userSessions)
			.defaultIfEmpty(UserSessions.none(userId));
	}

	/**
	 * Writes a change and its messages in one update.
	 * @return false if the sessions have changed since they were read or the outbox is
	 * full
	 */
	Mono<Boolean> write(UserSessions read, Change change, List<OutboxMessage> messages) {
		String id = read.userId().toString();
		Update update = update(read, change).inc(SessionDocument.REVISION, 1L)
			.set(SessionDocument.SEQUENCE,
					read.sequence() + change.events().stream().filter(SessionEvent::isCounted).count());
		Mono<Boolean> written = this.mongo
			.updateFirst(new Query(guard(read, change)), this.outbox.append(update, id, messages), COLLECTION)
			.map((result) -> result.getMatchedCount() == 1)
			.doOnNext((done) -> {
				if (done && !messages.isEmpty()) {
					this.outbox.wake(id);
				}
			});
		return (read.revision() == 0) ? create(read.userId()).then(written) : written;
	}

	/**
	 * Whether the outbox has no room for a change. If it has, a change that was not
	 * written has lost a race.
	 */
	Mono<Boolean> isFull(UserId userId, Change change) {
		OptionalInt limit = limit(change);
		return limit.isEmpty() ? Mono.just(false)
				: this.mongo.findById(userId.toString(), Document.class, COLLECTION)
					.map((document) -> Outbox.isFull(document, limit.getAsInt()))
					.defaultIfEmpty(false);
	}

	/**
	 * Raises the newest known password version: from now on, a sign-in with an older one
	 * fails.
	 */
	Mono<Void> raisePasswordVersion(UserId userId, long version) {
		return raise(userId, SessionDocument.PASSWORD_VERSION, version);
	}

	/**
	 * Raises the number of the user's session events.
	 */
	Mono<Void> raiseSequence(UserId userId, long sequence) {
		return raise(userId, SessionDocument.SEQUENCE, sequence);
	}

	Flux<Document> documents(Collection<String> ids) {
		return this.mongo.find(new Query(where(SessionDocument.ID).in(ids)), Document.class, COLLECTION);
	}

	/** The documents of all users who have or had sessions. */
	Flux<Document> documents() {
		return this.mongo.execute(COLLECTION, MongoSessions::all);
	}

	/** The ids of all users who have a document. */
	Flux<String> ids() {
		return this.mongo
			.execute(COLLECTION, (sessions) -> all(sessions).projection(Projections.include(SessionDocument.ID)))
			.map((document) -> document.getString(SessionDocument.ID));
	}

	/** The time limit counts for each batch. */
	private static FindPublisher<Document> all(MongoCollection<Document> sessions) {
		return sessions.withTimeout(BATCH_SECONDS, TimeUnit.SECONDS).find().timeoutMode(TimeoutMode.ITERATION);
	}

	private Mono<Void> raise(UserId userId, String field, long version) {
		Query below = new Query(where(SessionDocument.ID).is(userId.toString()).and(field).lt(version));
		Update raise = new Update().set(field, version).inc(SessionDocument.REVISION, 1L);
		return create(userId).then(this.mongo.updateFirst(below, raise, COLLECTION)).then();
	}

	private Mono<Void> create(UserId userId) {
		Document empty = new Document(SessionDocument.ID, userId.toString()).append(SessionDocument.REVISION, 0L)
			.append(SessionDocument.USER_VERSION, 0L)
			.append(SessionDocument.SEQUENCE, 0L)
			.append(SessionDocument.PASSWORD_VERSION, 0L)
			.append(SessionDocument.BLOCKED, false)
			.append(SessionDocument.SESSIONS, List.of());
		return this.mongo.insert(empty, COLLECTION)
			.onErrorResume(DuplicateKeyException.class, (ex) -> Mono.empty())
			.then();
	}

	private Criteria guard(UserSessions read, Change change) {
		Criteria unchanged = where(SessionDocument.ID).is(read.userId().toString())
			.and(SessionDocument.REVISION)
			.is(read.revision());
		if (change instanceof Change.Started started) {
			unchanged.and(SessionDocument.PASSWORD_VERSION)
				.lte(started.session().passwordVersion())
				.and(SessionDocument.BLOCKED)
				.ne(true);
		}
		OptionalInt limit = limit(change);
		return limit.isPresent() ? unchanged.andOperator(this.outbox.room(limit.getAsInt())) : unchanged;
	}

	/**
	 * The pending messages at which a change is refused. Empty if it appends none, and
	 * for a change of the account: a full document must not stop the consumer, and at
	 * most {@value UserSessions#MAX_SESSIONS} sessions can end.
	 */
	private static OptionalInt limit(Change change) {
		if (change instanceof Change.Rotated || change instanceof Change.Applied) {
			return OptionalInt.empty();
		}
		if (change instanceof Change.Published) {
			return OptionalInt.of(MAX_PENDING_FOR_OPTIONAL);
		}
		return OptionalInt.of((change instanceof Change.Started) ? Outbox.CAPACITY : Outbox.CAPACITY_WITH_RESERVE);
	}

	private static Update update(UserSessions read, Change change) {
		if (change instanceof Change.Started started) {
			return started(read, started);
		}
		if (change instanceof Change.Rotated rotated) {
			return rotated(rotated);
		}
		if (change instanceof Change.Applied applied) {
			return applied(read, applied);
		}
		if (change instanceof Change.Published) {
			return new Update();
		}
		List<String> ids = ((Change.Ended) change).sessions().stream().map(SessionId::toString).toList();
		return new Update().pull(SessionDocument.SESSIONS,
				new Document(SessionDocument.SESSION_ID, new Document("$in", ids)));
	}

	private static Update applied(UserSessions read, Change.Applied change) {
		Update update = Update.update(SessionDocument.USER_VERSION, change.userVersion())
			.set(SessionDocument.PASSWORD_VERSION, change.passwordVersion())
			.set(SessionDocument.BLOCKED, change.blocked())
			.set(SessionDocument.ROLES, change.roles());
		return change.left().equals(read.sessions()) ? update
				: update.set(SessionDocument.SESSIONS, change.left().stream().map(SessionDocument::document).toList());
	}

	private static Update started(UserSessions read, Change.Started change) {
		Document session = SessionDocument.document(change.session());
		Update update = (change.place() == read.sessions().size())
				? new Update().push(SessionDocument.SESSIONS, session)
				: Update.update(SessionDocument.SESSIONS + "." + change.place(), session);
		Account account = change.account();
		return (account == null) ? update : update.set(SessionDocument.USER_VERSION, account.version())
			.set(SessionDocument.ROLES, account.roles());
	}

	private static Update rotated(Change.Rotated change) {
		String place = SessionDocument.SESSIONS + "." + change.place() + ".";
		Session session = change.session();
		return Update.update(place + SessionDocument.COUNTER, session.counter())
			.set(place + SessionDocument.ROTATED_AT, Date.from(session.rotatedAt()))
			.set(place + SessionDocument.LAST_USED_AT, Date.from(session.rotatedAt()))
			.set(place + SessionDocument.IDLE_UNTIL, Date.from(session.idleUntil()));
	}

}
