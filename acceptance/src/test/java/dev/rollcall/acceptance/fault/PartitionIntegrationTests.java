package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.fault.Link.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F15: one direction between a service and a part is cut. {@code -Doutage=} in seconds.
 */
@Tag("faults")
class PartitionIntegrationTests {

	private static final int OUTAGE = FaultRun.size("outage", 30);

	private static final List<Link> LINKS = List.of(new Link("registration-service", Part.BROKER),
			new Link("registration-service", Part.STORE), new Link("registration-service", Part.REGISTRY),
			new Link("session-service", Part.BROKER), new Link("session-service", Part.STORE),
			new Link("session-service", Part.REGISTRY), new Link("notification-service", Part.BROKER),
			new Link("notification-service", Part.STORE), new Link("notification-service", Part.REGISTRY),
			new Link("notification-service", Part.SMTP));

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.start(LINKS.toArray(Link[]::new));
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	private static Stream<Arguments> partitions() {
		return LINKS.stream().flatMap((link) -> Stream.of(Arguments.of(link, true), Arguments.of(link, false)));
	}

	@ParameterizedTest
	@MethodSource("partitions")
	void partitionLosesNothing(Link link, boolean answers) {
		TcpProxy proxy = run.system().proxy(link.service(), link.part());
		Load load = Load.start(10, 10 * (OUTAGE + 2), run::visit);
		FaultRun.last(Duration.ofSeconds(1));
		if (answers) {
			proxy.holdAnswers();
		}
		else {
			proxy.holdRequests();
		}
		FaultRun.last(Duration.ofSeconds(OUTAGE));
		proxy.pass();
		long since = System.nanoTime();
		load.finish();
		FaultRun.say("%s, %s held for %d s", link, answers ? "answers" : "requests", OUTAGE);
		run.verify(since, Duration.ofSeconds(30 + OUTAGE / 2), Circumstances.ORDINARY.repeatedMails());
	}

}
