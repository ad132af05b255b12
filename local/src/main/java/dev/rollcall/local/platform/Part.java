package dev.rollcall.local.platform;

/**
 * A part of the platform that the services stand on; each runs in its own JVM.
 */
public enum Part {

	/** A Kafka broker, one KRaft node. */
	BROKER,

	/** An Apicurio Registry. */
	REGISTRY,

	/** A document store that speaks MongoDB's protocol and keeps its data in a file. */
	STORE,

	/** An SMTP server that takes every mail and shows it on a page. */
	MAIL

}
