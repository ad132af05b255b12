package dev.rollcall.local.process;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The kinds of process, in the order in which they need each other.
 */
public enum Kind {

	/** Kafka: clients, then the controller. */
	BROKER("broker", 9092, 9093),

	/** Apicurio Registry. */
	REGISTRY("registry", 8085),

	/** The document store: registration, session, notification. */
	STORE("store", 27017, 27018, 27019),

	/** SMTP, then the mailbox page. */
	MAIL("mail", 1025, 8025),

	/** Owns accounts and credentials. */
	REGISTRATION_SERVICE("registration-service", 8081, 9081),

	/** Owns sessions and tokens. */
	SESSION_SERVICE("session-service", 8082, 9082),

	/** Owns notifications. */
	NOTIFICATION_SERVICE("notification-service", 8083, 9083),

	/** The one door. */
	GATEWAY("gateway", 8080, 9080);

	private final String label;

	private final List<Integer> ports;

	Kind(String label, Integer... ports) {
		this.label = label;
		this.ports = List.of(ports);
	}

	/**
	 * Returns what people call it.
	 * @return the name, such as {@code session-service}
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Tells services, which may run several times, from parts of the platform.
	 * @return true for a service
	 */
	public boolean isService() {
		return compareTo(REGISTRATION_SERVICE) >= 0;
	}

	/**
	 * Returns the ports of the first instance, not shifted; a service's second is its
	 * management port.
	 * @return the ports, the main one first
	 */
	List<Integer> ports() {
		return this.ports;
	}

	/**
	 * Returns the names of the store's servers, in the order of their ports.
	 */
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
