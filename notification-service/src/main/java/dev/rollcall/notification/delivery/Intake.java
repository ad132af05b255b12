package dev.rollcall.notification.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Adds the deliveries of events. One for which this instance has a free sender is stored
 * as leased by it and sent at once, without being looked for; the others wait in the
 * store for a worker. After a lost answer of the store a lease may have no sender: like
 * that of a killed instance, it is taken over.
 */
final class Intake {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

	private final Deliveries deliveries;

	private final List<DeliveryWorker> workers;

	Intake(Deliveries deliveries, List<DeliveryWorker> workers) {
		this.deliveries = deliveries;
		this.workers = workers;
	}

	/**
	 * Stores the deliveries that are not due already. Blocks.
	 * @param traceparent their trace; null if none
	 */
	void add(List<Delivery> all, @Nullable String traceparent) {
		Map<String, DeliveryWorker> reserved = reserve(all);
		try {
			Map<String, String> owners = new HashMap<>();
			reserved.forEach((id, worker) -> owners.put(id, worker.id()));
			Deliveries.Added added = this.deliveries.add(all, traceparent, owners)
				.blockOptional(STORE_TIMEOUT)
				.orElseThrow();
			added.leased().forEach((leased) -> Objects.requireNonNull(reserved.get(leased.id())).start(leased));
			this.workers.forEach((worker) -> worker.wakeFor(added.waiting()));
		}
		finally {
			reserved.values().forEach(DeliveryWorker::release);
		}
	}

	/** Combined deliveries get no reservation: most of them are held. */
	private Map<String, DeliveryWorker> reserve(List<Delivery> all) {
		Map<String, DeliveryWorker> reserved = new HashMap<>();
		for (Delivery delivery : all) {
			for (DeliveryWorker worker : this.workers) {
				if (!delivery.template().isCombined() && worker.reserve(delivery)) {
					reserved.put(delivery.id(), worker);
				}
			}
		}
		return reserved;
	}

}
