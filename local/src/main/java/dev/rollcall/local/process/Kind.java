package dev.rollcall.local.process;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kinds of process; each one needs only those before it.
 */
public enum Kind {

	/** Kafka: port for clients, port of the controller. */
	BROKER("broker", 9092, 9093),

	/** Apicurio Registry. */
	REGISTRY("registry", 8085),

	/** The document store: ports of registration, session and notification. */
	STORE("store", 27017, 27018, 27019),

	/** The mail server: SMTP port, port of the mailbox page. */
	MAIL("mail", 1025, 8025),

	/** Owns accounts and credentials. */
	REGISTRATION_SERVICE("registration-service", 8081, 9081),

	/** Owns sessions and tokens. */
	SESSION_SERVICE("session-service", 8082, 9082),

	/** Owns notifications. */
	NOTIFICATION_SERVICE("notification-service", 8083, 9083),

	/** The only entry point for clients. */
	GATEWAY("gateway", 8080, 9080),

	/** The web pages. */
	PAGES("pages", 8084, 9084);

	private final String label;

	private final List<Integer> ports;

	Kind(String label, Integer... ports) {
		this.label = label;
		this.ports = List.of(ports);
	}

	/** Returns the name on the command line, such as {@code session-service}. */
	public String label() {
		return this.label;
	}

	/** Returns whether this is a service, which may have several instances. */
	public boolean isService() {
		return compareTo(REGISTRATION_SERVICE) >= 0;
	}

	/** Returns the services that have a store. */
	public static List<Kind> withStore() {
		return List.of(REGISTRATION_SERVICE, SESSION_SERVICE, NOTIFICATION_SERVICE);
	}

	/**
	 * Returns the default ports of the first instance, the main one first. The second
	 * port of a service is its management port.
	 */
	List<Integer> ports() {
		return this.ports;
	}

	/** Returns the names of the store's servers, in the order of their ports. */
	static List<String> stores() {
		return List.of("registration", "session", "notification");
	}

	static Stream<Kind> all() {
		return Stream.of(values());
	}

	static Stream<Integer> storePorts() {
		return IntStream.range(0, STORE.ports.size()).boxed();
	}

}
