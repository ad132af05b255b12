package dev.rollcall.acceptance.fault;

/**
 * The connection of a service to a part, where a proxy can be placed.
 *
 * @param service the service
 * @param part the part
 */
record Link(String service, Part part) {

	/**
	 * A part that services connect to.
	 */
	enum Part {

		/** Kafka. */
		BROKER,

		/** The schema registry. */
		REGISTRY,

		/** The service's store. */
		STORE,

		/** The mail server. */
		SMTP

	}

}
