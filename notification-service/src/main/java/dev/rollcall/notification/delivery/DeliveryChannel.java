package dev.rollcall.notification.delivery;

/**
 * Brings deliveries to users. Repeating a delivery is harmless as far as the channel
 * allows it.
 */
interface DeliveryChannel {

	/**
	 * Returns the channel whose deliveries it accepts.
	 */
	Channel channel();

	/**
	 * Makes one attempt. Blocks; called on a sender's thread. An exception counts as
	 * postponed.
	 */
	Outcome deliver(Delivery delivery);

}
