package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.rollcall.local.platform.Probe;

/**
 * Spring Cloud Gateway with one route and a resource server that verifies each token.
 */
final class StockGateway {

	private final Settings settings;

	private final URI service;

	StockGateway(Settings settings, URI service) {
		this.settings = settings;
		this.service = service;
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.settings.port(8071));
	}

	/** Returns the options of Rollcall's gateway with {@code ROLLCALL_JVM=server}. */
	Daemon start() throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return Daemon.start("Spring Cloud Gateway",
				List.of(java, "-XX:+UseSerialGC", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
						StockGatewayApplication.class.getName(), "--server.address=127.0.0.1",
						"--server.port=" + uri().getPort(), "--service=" + this.service),
				Map.of(), this.settings.folder("log").resolve("stock-gateway.log"),
				() -> Probe.http(uri() + StockGatewayApplication.READY).serves());
	}

}
