package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Launcher;
import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Dump;
import dev.rollcall.acceptance.crash.CrashPoints;
import dev.rollcall.acceptance.fault.Link.Part;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fresh system with crash points, and with proxies in the links that the scenario
 * names. Only one can run at a time.
 */
final class FaultSystem implements AutoCloseable {

	/** The address whose owner is an administrator once it is verified. */
	static final String ADMINISTRATOR = "administrator@example.com";

	private static final Path HOME = Launcher.ROOT.resolve("acceptance/target/rollcall-faults");

	private static final Map<Part, String> SETTINGS = Map.of(Part.BROKER, "spring.kafka.bootstrap-servers",
			Part.REGISTRY, "spring.kafka.properties.apicurio.registry.url", Part.STORE, "spring.mongodb.uri", Part.SMTP,
			"spring.mail.port");

	/** More options of every JVM. */
	private static final String JAVA_OPTIONS = System.getProperty("rollcall.java-options", "");

	/** The launcher's status if it refuses its arguments. */
	private static final int BAD_USAGE = 2;

	/** In seconds; for machines that are busy with something else. */
	private static final String START_LIMIT = System.getProperty("start-limit", "120");

	private final Map<Link, TcpProxy> proxies = new HashMap<>();

	private final CrashPoints points;

	private final Launcher launcher;

	private final Thread hook = new Thread(this::down);

	private FaultSystem(List<Link> links, Duration compactionLag, String brokerProperties) {
		new Launcher(HOME, Map.of()).run("down").succeeded();
		delete(HOME);
		this.points = CrashPoints.in(HOME.resolve("points"));
		// The defaults take over a dead worker's deliveries after a minute.
		set("notification-service", "rollcall.delivery.lease-timeout", "20s");
		set("notification-service", "rollcall.delivery.beat-interval", "5s");
		// The default holds further messages about new devices for an hour.
		set("notification-service", "rollcall.delivery.combining-interval", "1s");
		// By default a verification pauses while CPU is scarce, which it always is here.
		for (String service : List.of("registration-service", "session-service", "notification-service")) {
			set(service, "rollcall.verify.longest-rest", "0s");
		}
		List<String> listeners = new ArrayList<>();
		links.forEach((link) -> listeners.addAll(connect(link)));
		this.launcher = new Launcher(HOME,
				Map.of("JAVA_TOOL_OPTIONS", this.points.option() + " " + JAVA_OPTIONS, "ROLLCALL_BROKER_LISTENERS",
						String.join(",", listeners), "ROLLCALL_COMPACTION_LAG", compactionLag.toString(),
						"ROLLCALL_ACCOUNT_ADMINISTRATORS", ADMINISTRATOR, "ROLLCALL_BROKER_PROPERTIES",
						file("broker.properties", brokerProperties)));
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Starts a system whose log keeps every record: the guarantees are checked against
	 * the whole log.
	 * @param links the links with a proxy
	 */
	static FaultSystem start(List<Link> links) {
		return start(links, Duration.ofDays(1), "");
	}

	/**
	 * Starts a system whose log is compacted, as on the embedded platform. Expired
	 * records are deleted within seconds, not minutes.
	 */
	static FaultSystem startWithCompaction() {
		return start(List.of(), Duration.ofMinutes(1), "log.retention.check.interval.ms=5000");
	}

	/** Starts a system whose store's majority reads lag behind its writes. */
	static FaultSystem startWithLaggingReads() {
		FaultSystem system = new FaultSystem(List.of(), Duration.ofDays(1), "");
		system.points.lagReads();
		system.up();
		return system;
	}

	private static FaultSystem start(List<Link> links, Duration compactionLag, String brokerProperties) {
		FaultSystem system = new FaultSystem(links, compactionLag, brokerProperties);
		system.up();
		return system;
	}

	/** Puts a proxy in a link. Returns the additional listener that the broker needs. */
	private List<String> connect(Link link) {
		int broker = (link.part() == Part.BROKER) ? freePort() : 0;
		TcpProxy proxy = new TcpProxy(upstream(link, broker));
		this.proxies.put(link, proxy);
		String address = "127.0.0.1:" + proxy.port();
		set(link.service(), SETTINGS.get(link.part()), switch (link.part()) {
			case BROKER -> address;
			case REGISTRY -> "http://" + address + "/apis/registry/v3";
			case STORE -> "mongodb://" + address + "/" + database(link.service()) + "?retryWrites=false";
			case SMTP -> Integer.toString(proxy.port());
		});
		return (broker != 0) ? List.of(broker + ":" + proxy.port()) : List.of();
	}

	private static int upstream(Link link, int broker) {
		return switch (link.part()) {
			case BROKER -> broker;
			case REGISTRY -> port(8085);
			case STORE -> port(storePort(link.service()));
			case SMTP -> port(1025);
		};
	}

	private static int storePort(String service) {
		return switch (service) {
			case "registration-service" -> 27017;
			case "session-service" -> 27018;
			default -> 27019;
		};
	}

	private static String database(String service) {
		return service.replace("-service", "");
	}

	private static String file(String name, String content) {
		try {
			return Files.writeString(HOME.resolve(name), content).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sets a property of all instances of a service, effective at their next start.
	 */
	void set(String service, String property, String value) {
		try {
			Path folder = Files.createDirectories(HOME.resolve("secrets").resolve(service));
			Files.writeString(folder.resolve(property), value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	TcpProxy proxy(String service, Part part) {
		return this.proxies.get(new Link(service, part));
	}

	List<TcpProxy> proxies() {
		return List.copyOf(this.proxies.values());
	}

	CrashPoints points() {
		return this.points;
	}

	/** Starts the processes that do not run; all processes if none is named. */
	void up(String... processes) {
		up(Integer.parseInt(START_LIMIT), processes).succeeded();
	}

	/**
	 * Starts processes that may not become ready.
	 * @param seconds how long to wait until they are
	 */
	void tryUp(int seconds, String... processes) {
		Run run = up(seconds, processes);
		assertThat(run.status()).as(run.output()).isNotEqualTo(BAD_USAGE);
	}

	private Run up(int seconds, String... processes) {
		return run(Stream.concat(Stream.of("up", "--time-limit", Integer.toString(seconds)), Stream.of(processes))
			.toArray(String[]::new));
	}

	/** Stops processes with SIGTERM; all processes if none is named. */
	void down(String... processes) {
		run(Stream.concat(Stream.of("down"), Stream.of(processes)).toArray(String[]::new)).succeeded();
	}

	/** One run at a time, because the launcher refuses a second one. */
	synchronized Run run(String... arguments) {
		return this.launcher.run(arguments);
	}

	void kill(String process) {
		this.launcher.kill(process);
	}

	/** Sends a signal, such as STOP or CONT. */
	void signal(String process, String signal) {
		try {
			new ProcessBuilder("kill", "-" + signal, Long.toString(this.launcher.pid(process))).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	long pid(String process) {
		return this.launcher.pid(process);
	}

	boolean isAlive(String process) {
		return ProcessHandle.of(this.launcher.pid(process)).filter(ProcessHandle::isAlive).isPresent();
	}

	Path home() {
		return HOME;
	}

	URI gateway() {
		return gateway(1);
	}

	URI gateway(int instance) {
		return URI.create("http://127.0.0.1:" + (port(8080) + 100 * (instance - 1)));
	}

	/** The page of mails. */
	URI mails() {
		return URI.create("http://127.0.0.1:" + port(8025));
	}

	URI registry() {
		return URI.create("http://127.0.0.1:" + port(8085));
	}

	/** The management address of an instance such as {@code session-service#2}. */
	URI management(String process) {
		String[] parts = process.split("#");
		int number = List.of("gateway", "registration-service", "session-service", "notification-service")
			.indexOf(parts[0]);
		int instance = (parts.length > 1) ? Integer.parseInt(parts[1]) : 1;
		return URI.create("http://127.0.0.1:" + port(9080 + number + 100 * (instance - 1)));
	}

	String bootstrapServers() {
		return "127.0.0.1:" + port(9092);
	}

	String store(String service) {
		return "mongodb://127.0.0.1:%d/%s?retryWrites=false".formatted(port(storePort(service)), database(service));
	}

	Dump dump() {
		return new Dump(bootstrapServers(), registry(), store("registration-service"), store("session-service"),
				store("notification-service"), HOME.resolve("data/mail"));
	}

	private static int port(int usual) {
		return usual + Launcher.OFFSET;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path folder) {
		try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.of()) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		Runtime.getRuntime().removeShutdownHook(this.hook);
		this.proxies.values().forEach(TcpProxy::pass);
		down();
		this.proxies.values().forEach(TcpProxy::close);
	}

}
