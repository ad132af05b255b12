package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.List;

import dev.rollcall.event.Origin;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.notification.template.Template;
import dev.rollcall.projection.Effect;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.schemas.Consumer;
import dev.rollcall.schemas.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Notes what events make due. The offset is committed after the deliveries are stored; a
 * redelivered event leads to the same deliveries, which are due or done already. No order
 * is needed. UserRegistered without a state goes to the dead-letter topic.
 */
final class DeliveriesEffect implements Effect {

	private static final Duration STORE_TIME_LIMIT = Duration.ofSeconds(10);

	private final Deliveries deliveries;

	private final List<DeliveryWorker> workers;

	DeliveriesEffect(Deliveries deliveries, List<DeliveryWorker> workers) {
		this.deliveries = deliveries;
		this.workers = workers;
	}

	@Override
	public String name() {
		return Consumer.DELIVERIES.name();
	}

	@Override
	public List<String> topics() {
		return Consumer.DELIVERIES.topics().stream().map(Topic::name).toList();
	}

	@Override
	public void record(EventRecord record) {
		if (record.value() instanceof UserRegistered registered && isTold(registered.getOrigin())) {
			add(welcome(registered));
		}
	}

	// Imported users did not ask for anything, and an unknown origin is a newer one.
	private static boolean isTold(@Nullable Origin origin) {
		return origin == Origin.SELF || origin == Origin.ADMINISTRATOR;
	}

	private void add(List<Delivery> welcome) {
		this.deliveries.add(welcome).block(STORE_TIME_LIMIT);
		this.workers.forEach(DeliveryWorker::wake);
	}

	private static List<Delivery> welcome(UserRegistered registered) {
		UserState state = registered.getState();
		if (state == null) {
			throw new InvalidEventException("UserRegistered without a state");
		}
		Recipient recipient = new Recipient(registered.getUserId().toString(), state.getEmail().getAddress(),
				state.getDisplayName());
		return List.of(delivery(registered, Channel.IN_APP, recipient), delivery(registered, Channel.MAIL, recipient));
	}

	private static Delivery delivery(UserRegistered registered, Channel channel, Recipient recipient) {
		DeliveryKey key = new DeliveryKey(registered.getEventId().toString(), Template.WELCOME, channel,
				DeliveryKey.Role.SELF);
		return new Delivery(key, recipient, registered.getOccurredAt());
	}

}
