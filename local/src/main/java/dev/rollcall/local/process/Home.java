package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One system on this machine: where its files are and where its processes listen.
 *
 * @param root the root of the repository
 * @param folder where data, logs, pid files and secrets are
 * @param offset what all ports are shifted by
 * @param ownStores connection strings of the user's own MongoDB, by service, such as
 * {@code session}
 */
public record Home(Path root, Path folder, int offset, Map<String, String> ownStores) {

	private static final int HIGHEST_OFFSET = 65535 - 27019;

	/**
	 * Reads {@code ROLLCALL_HOME} (default {@code .rollcall} under the root),
	 * {@code ROLLCALL_PORT_OFFSET} (default 0) and {@code ROLLCALL_<SERVICE>_STORE_URI}.
	 * @param root the root of the repository
	 * @param environment the environment
	 * @return the home
	 * @throws Refusal if the offset is not a number that leaves valid ports
	 */
	public static Home of(Path root, Map<String, String> environment) {
		Path folder = root.resolve(environment.getOrDefault("ROLLCALL_HOME", ".rollcall"));
		Map<String, String> ownStores = new HashMap<>();
		for (String store : Kind.stores()) {
			String uri = environment.get(storeVariable(store));
			if (uri != null && !uri.isBlank()) {
				ownStores.put(store, uri);
			}
		}
		return new Home(root, folder.toAbsolutePath().normalize(),
				offset(environment.getOrDefault("ROLLCALL_PORT_OFFSET", "0")), Map.copyOf(ownStores));
	}

	private static int offset(String text) {
		if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_OFFSET) {
			throw Refusal
				.badUsage("ROLLCALL_PORT_OFFSET is '%s'; give a number from 0 to %d".formatted(text, HIGHEST_OFFSET));
		}
		return Integer.parseInt(text);
	}

	static String storeVariable(String store) {
		return "ROLLCALL_" + store.toUpperCase(Locale.ROOT) + "_STORE_URI";
	}

	/**
	 * Returns the main port of a kind's first instance.
	 * @param kind the kind
	 * @return the port
	 */
	public int port(Kind kind) {
		return ProcessName.of(kind).ports(this.offset).get(0);
	}

	/**
	 * Returns where Kafka clients connect.
	 * @return host and port
	 */
	public String bootstrapServers() {
		return "127.0.0.1:" + port(Kind.BROKER);
	}

	/**
	 * Returns the address of a process that speaks HTTP on its main port.
	 * @param kind the registry or a service
	 * @return the address, without a path
	 */
	public String url(Kind kind) {
		return "http://127.0.0.1:" + port(kind);
	}

	/**
	 * Returns the address of the mailbox page.
	 * @return the address, without a path
	 */
	public String mailboxUrl() {
		return "http://127.0.0.1:" + ProcessName.of(Kind.MAIL).ports(this.offset).get(1);
	}

	/**
	 * Returns the connection string of a service's store.
	 * @param store {@code registration}, {@code session} or {@code notification}
	 * @return the user's own or the embedded one
	 */
	public String storeUri(String store) {
		String own = this.ownStores.get(store);
		if (own != null) {
			return own;
		}
		int port = ProcessName.of(Kind.STORE).ports(this.offset).get(Kind.stores().indexOf(store));
		return "mongodb://127.0.0.1:%d/%s?retryWrites=false".formatted(port, store);
	}

	/**
	 * Says whether the embedded store is of use.
	 * @return false if every service has the user's own
	 */
	public boolean needsStore() {
		return this.ownStores.size() < Kind.stores().size();
	}

	/**
	 * Returns a process's log.
	 * @param name the process
	 * @return the file
	 */
	public Path log(ProcessName name) {
		return this.folder.resolve("log").resolve(name + ".log");
	}

	/**
	 * Returns what opens a service's management endpoints to operators.
	 * @param service the service
	 * @return the token
	 * @throws Refusal if there is none yet
	 */
	public String operatorToken(Kind service) {
		Path file = secrets().resolve(service.label()).resolve(Secrets.OPERATOR_TOKEN);
		try {
			// Of several, while they are changed, each opens.
			return Files.readString(file).strip().split(",")[0];
		}
		catch (IOException ex) {
			throw Refusal.failure("%s has no operator's token yet: ./rollcall up makes one".formatted(service.label()));
		}
	}

	Path run() {
		return this.folder.resolve("run");
	}

	Path data() {
		return this.folder.resolve("data");
	}

	Path secrets() {
		return this.folder.resolve("secrets");
	}

}
