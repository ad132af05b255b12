package dev.rollcall.notification.delivery;

/**
 * Takes deliveries to users. A repeat of a delivery does no harm, as far as the channel
 * can help it.
 */
interface DeliveryChannel {

	/**
	 * Returns which deliveries it takes.
	 */
	Channel channel();

	/**
	 * Tries once. Blocks; called on a sender's thread.
	 * @param delivery the delivery
	 * @return how it ended; an exception counts as postponed
	 */
	Attempt deliver(Delivery delivery);

}
