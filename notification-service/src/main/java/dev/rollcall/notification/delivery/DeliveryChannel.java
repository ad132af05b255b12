package dev.rollcall.notification.delivery;

/**
 * Sends deliveries to users. A repeated delivery is harmless as far as the channel
 * allows.
 */
interface DeliveryChannel {

	/**
	 * Returns the channel.
	 */
	Channel channel();

	/**
	 * Makes one attempt. Blocks; called on a sender's thread. An exception counts as
	 * postponed.
	 */
	Outcome deliver(Delivery delivery);

}
