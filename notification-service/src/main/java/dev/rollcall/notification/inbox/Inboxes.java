package dev.rollcall.notification.inbox;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.mongodb.ReactiveMongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * The inboxes, one document per user: {@code inboxes { _id: userId, pushes,
 * notifications: [ newest first, <= 100 ] }}.
 */
@Component
public final class Inboxes {

	private static final int SIZE = 100;

	private static final String NOTIFICATIONS = "notifications";

	private static final String ID = "notificationId";

	/** How many notifications were ever added; it changes with each. */
	private static final String PUSHES = "pushes";

	private static final String DELETED = "deleted";

	/** Keeps the newest first and drops the oldest, in whatever order they arrive. */
	private static final Bson NEWEST_FIRST = Sorts.descending("occurredAt", ID);

	private final Mono<MongoCollection<Document>> inboxes;

	Inboxes(ReactiveMongoDatabaseFactory store) {
		this.inboxes = store.getMongoDatabase().map((database) -> database.getCollection("inboxes"));
	}

	/**
	 * Adds a notification to a user's inbox unless the inbox has it already.
	 */
	public Mono<Void> push(String userId, Notification notification) {
		return push(userId, notification, true)
			.onErrorResume(Inboxes::isDuplicateKey, (ex) -> push(userId, notification, false))
			.then();
	}

	/**
	 * Erases a deleted user's inbox and closes it for later notifications.
	 */
	public Mono<Void> erase(String userId) {
		Bson erased = Updates.combine(Updates.set(DELETED, true), Updates.unset(NOTIFICATIONS));
		return this.inboxes
			.flatMap((collection) -> Mono
				.from(collection.updateOne(Filters.eq(userId), erased, new UpdateOptions().upsert(true))))
			.then();
	}

	/**
	 * Marks a notification as read; the time of the first reading stays.
	 * @return whether the notification exists
	 */
	Mono<Boolean> read(String userId, String notificationId, Instant now) {
		Bson unread = Filters.and(Filters.eq(userId), Filters.elemMatch(NOTIFICATIONS,
				Filters.and(Filters.eq(ID, notificationId), Filters.eq("readAt", null))));
		Bson read = Updates.set(NOTIFICATIONS + ".$.readAt", now);
		Bson there = Filters.and(Filters.eq(userId), Filters.eq(NOTIFICATIONS + "." + ID, notificationId));
		return this.inboxes
			.flatMap((collection) -> Mono.from(collection.updateOne(unread, read))
				.then(Mono.from(collection.countDocuments(there))))
			.map((count) -> count > 0);
	}

	/**
	 * Reads a user's inbox, newest first.
	 */
	public Mono<List<Notification>> find(String userId) {
		return inbox(userId).map(Inbox::notifications);
	}

	/** Reads a user's inbox with the number of its pushes. */
	Mono<Inbox> inbox(String userId) {
		return this.inboxes.flatMap((collection) -> Mono.from(collection.find(Filters.eq(userId)).first()))
			.map((inbox) -> new Inbox(inbox.get(PUSHES, 0L), notifications(inbox)))
			.defaultIfEmpty(new Inbox(0, List.of()));
	}

	/**
	 * Counts the notifications that were ever added to the inboxes of the given users.
	 */
	Mono<Map<String, Long>> pushes(Set<String> userIds) {
		Map<String, Long> pushes = new HashMap<>();
		userIds.forEach((userId) -> pushes.put(userId, 0L));
		if (userIds.isEmpty()) {
			return Mono.just(pushes);
		}
		return this.inboxes
			.flatMapMany(
					(collection) -> collection.find(Filters.in("_id", userIds)).projection(Projections.include(PUSHES)))
			.doOnNext((inbox) -> pushes.put(inbox.getString("_id"), inbox.get(PUSHES, 0L)))
			.then(Mono.just(pushes));
	}

	/**
	 * With upsert, a duplicate key means that the inbox exists: it has the notification,
	 * or a concurrent push has just created it.
	 */
	private Mono<UpdateResult> push(String userId, Notification notification, boolean upsert) {
		Bson missing = Filters.and(Filters.eq(userId), Filters.ne(DELETED, true),
				Filters.ne(NOTIFICATIONS + "." + ID, notification.notificationId()));
		Bson push = Updates.combine(Updates.inc(PUSHES, 1L), Updates.pushEach(NOTIFICATIONS,
				List.of(toDocument(notification)), new PushOptions().sortDocument(NEWEST_FIRST).slice(SIZE)));
		return this.inboxes.flatMap(
				(collection) -> Mono.from(collection.updateOne(missing, push, new UpdateOptions().upsert(upsert))));
	}

	private static boolean isDuplicateKey(Throwable ex) {
		return ex instanceof MongoWriteException write && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
	}

	private static List<Notification> notifications(Document inbox) {
		return inbox.getList(NOTIFICATIONS, Document.class, List.of()).stream().map(Inboxes::toNotification).toList();
	}

	private static Document toDocument(Notification notification) {
		return new Document(ID, notification.notificationId()).append("kind", notification.kind())
			.append("title", notification.title())
			.append("body", notification.body())
			.append("occurredAt", notification.occurredAt())
			.append("readAt", notification.readAt());
	}

	private static Notification toNotification(Document document) {
		return new Notification(document.getString(ID), document.getString("kind"), document.getString("title"),
				document.getString("body"), document.getDate("occurredAt").toInstant(),
				toInstant(document.getDate("readAt")));
	}

	private static @Nullable Instant toInstant(@Nullable Date date) {
		return (date != null) ? date.toInstant() : null;
	}

	/**
	 * A user's inbox.
	 *
	 * @param pushes how many notifications were ever added
	 * @param notifications newest first
	 */
	record Inbox(long pushes, List<Notification> notifications) {
	}

}
