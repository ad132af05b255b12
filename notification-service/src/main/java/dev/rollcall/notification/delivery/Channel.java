package dev.rollcall.notification.delivery;

/**
 * A way to reach a user.
 */
enum Channel {

	/** By mail. */
	MAIL("mail"),

	/** By an entry in the user's inbox. */
	IN_APP("in-app");

	private final String id;

	Channel(String id) {
		this.id = id;
	}

	/**
	 * Returns the name that is stored.
	 */
	String id() {
		return this.id;
	}

	static Channel of(String id) {
		for (Channel channel : values()) {
			if (channel.id.equals(id)) {
				return channel;
			}
		}
		throw new IllegalArgumentException("Unknown channel: " + id);
	}

}
