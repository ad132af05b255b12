package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One system on this machine: the folder of its files and the ports of its processes.
 *
 * @param folder the folder of data, logs, pid files and secrets
 * @param ownStores connection strings of a MongoDB that replaces the embedded store, by
 * service, such as {@code session}
 */
public record Home(Path root, Path folder, int offset, Map<String, String> ownStores) {

	private static final int MAX_OFFSET = 65535 - 27019;

	/**
	 * Reads {@code ROLLCALL_HOME} (default {@code .rollcall} under the root),
	 * {@code ROLLCALL_PORT_OFFSET} (default 0) and {@code ROLLCALL_<SERVICE>_STORE_URI}.
	 * @throws Refusal if the offset is not a number, or leads to invalid ports
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
		if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MAX_OFFSET) {
			throw Refusal
				.badUsage("ROLLCALL_PORT_OFFSET is '%s'; it must be a number from 0 to %d".formatted(text, MAX_OFFSET));
		}
		return Integer.parseInt(text);
	}

	static String storeVariable(String store) {
		return "ROLLCALL_" + store.toUpperCase(Locale.ROOT) + "_STORE_URI";
	}

	/** Returns the main port of the first instance of a kind. */
	public int port(Kind kind) {
		return ProcessName.of(kind).ports(this.offset).get(0);
	}

	/** Returns host and port of the broker. */
	public String bootstrapServers() {
		return "127.0.0.1:" + port(Kind.BROKER);
	}

	/** Returns the address of the registry or a service, without a path. */
	public String url(Kind kind) {
		return "http://127.0.0.1:" + port(kind);
	}

	/** Returns the address of the mailbox page, without a path. */
	public String mailboxUrl() {
		return "http://127.0.0.1:" + ProcessName.of(Kind.MAIL).ports(this.offset).get(1);
	}

	/**
	 * Returns the connection string of a service's store, embedded or not.
	 * @param store {@code registration}, {@code session} or {@code notification}
	 */
	public String storeUri(String store) {
		String own = this.ownStores.get(store);
		if (own != null) {
			return own;
		}
		int port = ProcessName.of(Kind.STORE).ports(this.offset).get(Kind.stores().indexOf(store));
		return "mongodb://127.0.0.1:%d/%s?retryWrites=false".formatted(port, store);
	}

	/** Returns whether at least one service uses the embedded store. */
	public boolean needsStore() {
		return this.ownStores.size() < Kind.stores().size();
	}

	/** Returns the log file of a process. */
	public Path log(ProcessName name) {
		return this.folder.resolve("log").resolve(name + ".log");
	}

	/**
	 * Returns the token for the management endpoints of a service.
	 * @throws Refusal if no token was created yet
	 */
	public String operatorToken(Kind service) {
		Path file = secrets().resolve(service.label()).resolve(Secrets.OPERATOR_TOKEN);
		try {
			// During a rotation there are two, and both are valid.
			return Files.readString(file).strip().split(",")[0];
		}
		catch (IOException ex) {
			throw Refusal.failure("%s has no operator token yet; ./rollcall up creates it".formatted(service.label()));
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
