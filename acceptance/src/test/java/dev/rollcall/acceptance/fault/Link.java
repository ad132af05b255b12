package dev.rollcall.acceptance.fault;

/**
 * What a service reaches a part by; a proxy may stand in it.
 *
 * @param service the service
 * @param part the part
 */
record Link(String service, Part part) {

	/**
	 * What services connect to.
	 */
	enum Part {

		/** Kafka. */
		BROKER,

		/** The schema registry. */
		REGISTRY,

		/** The service's own store. */
		STORE,

		/** The mail server. */
		SMTP

	}

}
