package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.fault.Link.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * F8: the registry is unavailable, responds with 500, or takes five seconds.
 * session-service has read records before (warm). notification-service is restarted
 * during the outage (cold). No record is skipped or dead-lettered. {@code -Doutage=} in
 * seconds.
 */
@Tag("faults")
class RegistryAwayIntegrationTests {

	private static final int OUTAGE = FaultRun.size("outage", 600);

	private static final int SHORT_OUTAGE = Math.min(OUTAGE, 60);

	private FaultRun run;

	@BeforeEach
	void start() {
		this.run = FaultRun.start(new Link("registration-service", Part.REGISTRY),
				new Link("session-service", Part.REGISTRY), new Link("notification-service", Part.REGISTRY));
	}

	@AfterEach
	void stop() {
		this.run.close();
	}

	@Test
	void warmAndColdConsumersWaitForTheUnavailableRegistry() {
		this.run.system().kill("registry");
		coldAndWarm(OUTAGE);
		this.run.system().up();
		verify(OUTAGE);
	}

	@Test
	void consumersWaitForARegistryThatReturns500() throws IOException {
		HttpServer broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		broken.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(500, -1);
			exchange.close();
		});
		broken.start();
		this.run.system().proxies().forEach((proxy) -> proxy.leadTo(broken.getAddress().getPort()));
		coldAndWarm(SHORT_OUTAGE);
		int registry = this.run.system().registry().getPort();
		this.run.system().proxies().forEach((proxy) -> proxy.leadTo(registry));
		broken.stop(0);
		this.run.system().up();
		verify(SHORT_OUTAGE);
	}

	@Test
	void consumersWaitForASlowRegistry() {
		this.run.system().proxies().forEach((proxy) -> proxy.delay(Duration.ofMillis(2500)));
		coldAndWarm(SHORT_OUTAGE);
		this.run.system().proxies().forEach(TcpProxy::pass);
		this.run.system().up();
		verify(SHORT_OUTAGE);
	}

	private void coldAndWarm(int seconds) {
		Load load = Load.start(5, 5 * seconds, this.run::visit);
		this.run.system().kill("notification-service");
		this.run.system().tryUp(10, "notification-service");
		load.finish();
	}

	/** By I11: half of the outage plus 30 s. */
	private void verify(int outage) {
		this.run.verify(System.nanoTime(), Duration.ofSeconds(30 + outage / 2), Circumstances.ORDINARY.repeatedMails());
	}

}
