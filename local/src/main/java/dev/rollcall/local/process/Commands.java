package dev.rollcall.local.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.local.platform.JavaCommand;
import dev.rollcall.local.platform.PartCommands;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command line and the environment of each process.
 */
final class Commands {

	/** A rebuild needs most of the heap; the JVM takes memory only when it is needed. */
	private static final List<String> SERVICE = List.of("-Xms32m", "-Xmx224m", "-XX:TieredStopAtLevel=1",
			"-XX:MaxMetaspaceSize=160m");

	/** As in production: all compilers and a larger heap. */
	private static final List<String> SERVER_SERVICE = List.of("-Xms32m", "-Xmx512m");

	/** Pages that mails link to. */
	private static final Map<String, String> LINKS = Map.of("ROLLCALL_LINKS_VERIFICATION", "/verify-email",
			"ROLLCALL_LINKS_CHANGE", "/change-email", "ROLLCALL_LINKS_UNDO", "/undo-email-change",
			"ROLLCALL_LINKS_RECOVERY", "/reset-password");

	private final Home home;

	private final Secrets secrets;

	private final PartCommands parts;

	Commands(Home home, Secrets secrets) {
		this.home = home;
		this.secrets = secrets;
		this.parts = new PartCommands(home.root());
	}

	JavaCommand of(ProcessName name) {
		return command(name).with(ClassArchive.of(this.home, name).options(System.getenv()));
	}

	private JavaCommand command(ProcessName name) {
		List<Integer> ports = name.ports(this.home.offset());
		Path data = this.home.data().resolve(name.kind().label());
		return switch (name.kind()) {
			case BROKER -> this.parts.broker(data, ports.get(0), ports.get(1));
			case REGISTRY -> this.parts.registry(ports.get(0), this.home.bootstrapServers());
			case STORE -> this.parts.store(data, stores(ports));
			case MAIL -> this.parts.mail(data, ports.get(0), ports.get(1));
			case REGISTRATION_SERVICE, SESSION_SERVICE, NOTIFICATION_SERVICE, GATEWAY, PAGES -> service(name, ports);
		};
	}

	private static Map<String, Integer> stores(List<Integer> ports) {
		Map<String, Integer> stores = new LinkedHashMap<>();
		Kind.storePorts().forEach((number) -> stores.put(Kind.stores().get(number), ports.get(number)));
		return stores;
	}

	private JavaCommand service(ProcessName name, List<Integer> ports) {
		Path jar = jar(this.home.root(), name.kind());
		return new JavaCommand(options(System.getenv("ROLLCALL_JVM")), List.of("-jar", jar.toString()),
				environment(name.kind(), ports));
	}

	/**
	 * Returns the JVM options of a service.
	 * @param jvm {@code server} for those of production; null for a quick start and
	 * little memory
	 */
	static List<String> options(@Nullable String jvm) {
		if (jvm == null || jvm.isEmpty()) {
			return SERVICE;
		}
		if (!jvm.equals("server")) {
			throw Refusal.badUsage("ROLLCALL_JVM is '%s'; it must be server, or not be set".formatted(jvm));
		}
		return SERVER_SERVICE;
	}

	static Path jar(Path root, Kind service) {
		return root.resolve(service.label()).resolve("target").resolve(service.label() + ".jar");
	}

	/**
	 * Returns the pages that mails link to: those of this gateway, unless the user has
	 * set others.
	 */
	Map<String, String> links(Map<String, String> given) {
		Map<String, String> links = new HashMap<>();
		if (LINKS.keySet().stream().noneMatch(given::containsKey)) {
			LINKS.forEach((link, page) -> links.put(link, this.home.url(Kind.GATEWAY) + page));
		}
		return links;
	}

	private Map<String, String> environment(Kind service, List<Integer> ports) {
		Map<String, String> environment = new HashMap<>();
		environment.put("SERVER_ADDRESS", "127.0.0.1");
		environment.put("SERVER_PORT", ports.get(0).toString());
		environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
		environment.put("MANAGEMENT_SERVER_PORT", ports.get(1).toString());
		environment.put("ROLLCALL_BOOTSTRAP_SERVERS", this.home.bootstrapServers());
		environment.put("ROLLCALL_REGISTRY_URL", this.home.url(Kind.REGISTRY));
		environment.put("ROLLCALL_JWKS_URI", this.home.url(Kind.SESSION_SERVICE) + "/.well-known/jwks.json");
		environment.put("ROLLCALL_ISSUER", this.home.url(Kind.GATEWAY));
		environment.put("ROLLCALL_GATEWAY_URL", this.home.url(Kind.GATEWAY));
		environment.putAll(links(System.getenv()));
		environment.put("ROLLCALL_SMTP_HOST", "127.0.0.1");
		environment.put("ROLLCALL_SMTP_PORT", Integer.toString(this.home.port(Kind.MAIL)));
		environment.put("ROLLCALL_RUN_DIRECTORY", this.home.run().toString());
		environment.put("ROLLCALL_OUTBOX_MARKERINTERVAL", "1m");
		environment.put("ROLLCALL_SECRETS", this.secrets.of(service).toString());
		Kind.stores()
			.stream()
			.filter((store) -> service.label().equals(store + "-service"))
			.forEach((store) -> environment.put(Home.storeVariable(store), this.home.storeUri(store)));
		return Map.copyOf(environment);
	}

}
