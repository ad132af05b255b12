package dev.rollcall.local.platform;

/**
 * A part of the platform that the services need. Each runs in its own JVM.
 */
public enum Part {

	/** A Kafka broker: one KRaft node. */
	BROKER,

	/** An Apicurio Registry. */
	REGISTRY,

	/** A document store with MongoDB's protocol that keeps its data in a file. */
	STORE,

	/** An SMTP server that accepts every mail and shows it on a page. */
	MAIL

}
