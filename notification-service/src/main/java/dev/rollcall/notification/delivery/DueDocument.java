package dev.rollcall.notification.delivery;

import java.time.Instant;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import dev.rollcall.notification.template.Template;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a delivery in {@code due}.
 */
final class DueDocument {

	static final String CHANNEL = "channel";

	static final String STATE = "state";

	static final String ATTEMPTS = "attempts";

	static final String OWNER = "owner";

	static final String BEAT = "beat";

	static final String NEXT_AT = "nextAt";

	static final String OCCURRED_AT = "occurredAt";

	static final String WAITING = "waiting";

	static final String SENDING = "sending";

	/** Until when it is held; absent if it never was. */
	static final String HELD_UNTIL = "heldUntil";

	/** The delivery whose message mentions this one; absent if none. */
	static final String LEADER = "leader";

	static final String TEMPLATE = "template";

	private static final String ROLE = "role";

	/**
	 * Matches the documents that {@link #read} understands: known templates and roles.
	 */
	static final Bson READABLE = Filters.and(
			Filters.in(TEMPLATE, Stream.of(Template.values()).map(Template::id).toList()),
			Filters.in(ROLE, Stream.of(DeliveryKey.Role.values()).map(DeliveryKey.Role::id).toList()));

	private static final String EXPIRES_AT = "expiresAt";

	private static final String SEALED_TOKEN = "sealedToken";

	private static final String TRACEPARENT = "traceparent";

	static final String USER_ID = "userId";

	private DueDocument() {
	}

	/**
	 * A new delivery.
	 * @param nextAt time of the first attempt
	 * @param lifetime until when it is attempted if it has no link
	 */
	static Document waiting(Delivery delivery, Instant nextAt, Instant lifetime, @Nullable String traceparent) {
		SealedLink link = delivery.link();
		Instant expiresAt = (link != null) ? link.until() : lifetime;
		DeliveryKey key = delivery.key();
		Recipient recipient = delivery.recipient();
		return new Document("_id", delivery.id()).append(STATE, WAITING)
			.append(ATTEMPTS, 0)
			.append(NEXT_AT, nextAt)
			.append(EXPIRES_AT, expiresAt)
			.append("eventId", key.eventId())
			.append(TEMPLATE, key.template().id())
			.append(CHANNEL, key.channel().id())
			.append(ROLE, key.role().id())
			.append(USER_ID, recipient.userId())
			.append("address", recipient.address())
			.append("displayName", recipient.displayName())
			.append(OCCURRED_AT, delivery.occurredAt())
			.append(SEALED_TOKEN, (link != null) ? new Binary(link.token()) : null)
			.append(TRACEPARENT, traceparent);
	}

	/** A new delivery as {@link #read} would find it. */
	static DueDelivery created(Delivery delivery, Document waiting) {
		return new DueDelivery(delivery, 0, waiting.get(EXPIRES_AT, Instant.class), "", 0,
				waiting.getString(TRACEPARENT), null);
	}

	/** Marks a new delivery as leased. */
	static Document lease(Document waiting, DueDelivery leased) {
		return waiting.append(STATE, SENDING)
			.append(OWNER, leased.owner())
			.append(BEAT, leased.beat())
			.append(ATTEMPTS, leased.attempts());
	}

	static DueDelivery read(Document due) {
		return new DueDelivery(delivery(due), due.getInteger(ATTEMPTS), due.getDate(EXPIRES_AT).toInstant(),
				due.get(OWNER, ""), due.get(BEAT, 0L), due.getString(TRACEPARENT), due.getString(LEADER));
	}

	private static Delivery delivery(Document due) {
		DeliveryKey key = new DeliveryKey(due.getString("eventId"), Template.of(due.getString(TEMPLATE)),
				Channel.of(due.getString(CHANNEL)), DeliveryKey.Role.of(due.getString(ROLE)));
		Recipient recipient = new Recipient(due.getString(USER_ID), due.getString("address"),
				due.getString("displayName"));
		Binary token = due.get(SEALED_TOKEN, Binary.class);
		SealedLink link = (token != null) ? new SealedLink(token.getData(), due.getDate(EXPIRES_AT).toInstant()) : null;
		return new Delivery(due.getString("_id"), key, recipient, due.getDate(OCCURRED_AT).toInstant(), link);
	}

}
