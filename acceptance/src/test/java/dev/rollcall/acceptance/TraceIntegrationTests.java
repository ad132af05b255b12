package dev.rollcall.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The trace of one registration.
 */
class TraceIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(TraceIntegrationTests.class);

	private static final String OUTSIDE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final List<String> EXPECTED = Stream
		.of("gateway/http post", "gateway/HTTP POST", "registration-service/http post /api/v1/registrations",
				"registration-service/publish rollcall-user-events", "registration-service/publish rollcall-users",
				"registration-service/publish rollcall-user-credentials",
				"registration-service/publish rollcall-notification-requests",
				"session-service/process rollcall-user-events", "session-service/process rollcall-user-credentials",
				"notification-service/process rollcall-user-events",
				"notification-service/process rollcall-notification-requests",
				"notification-service/send verification by mail")
		.toList();

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	@Test
	void registrationIsOneTraceFromTheGatewayToTheMail() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email, "traceparent", "00-" + OUTSIDE + "-00f067aa0ba902b7-01",
				"tracestate", "outside=1", "baggage", "outside=1");
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		String traceId = traceOf(registered.text("userId"));
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(trace(traceId)).extracting((span) -> span.service() + "/" + span.name())
				.containsAll(EXPECTED));
		List<CollectedSpan> spans = trace(traceId);
		logger.info("The trace of a registration:{}{}", System.lineSeparator(), CollectedSpan.tree(spans));
		assertThat(spans).filteredOn((span) -> span.parent().isEmpty())
			.extracting(CollectedSpan::name)
			.containsExactly("http post");
		assertThat(spans).extracting(CollectedSpan::parent)
			.filteredOn((parent) -> !parent.isEmpty())
			.isSubsetOf(spans.stream().map(CollectedSpan::id).toList());
		assertThat(spans).filteredOn((span) -> span.name().startsWith("send"))
			.extracting((span) -> span.attribute("rollcall.delivery.outcome"))
			.containsExactly("sent");
		assertThat(spans)
			.allSatisfy((span) -> assertThat(span.span().toString()).doesNotContain(email, Client.PASSWORD, "outside"));
		assertThat(this.system.traces().trace(OUTSIDE)).isEmpty();
	}

	private List<CollectedSpan> trace(String traceId) {
		return this.system.traces().trace(traceId);
	}

	/** The trace id in the record of the registration. */
	private String traceOf(String userId) {
		EventLog log = new EventLog(this.system);
		return await().until(() -> log.raw(Topic.USER_EVENTS.name())
			.stream()
			.filter((record) -> userId.equals(RecordKey.parse(record.key()).subject()))
			.map(TraceIntegrationTests::traceId)
			.findFirst()
			.orElse(null), Objects::nonNull);
	}

	private static String traceId(ConsumerRecord<String, byte[]> record) {
		return new String(record.headers().lastHeader(EventHeaders.TRACEPARENT).value(), StandardCharsets.UTF_8)
			.split("-")[1];
	}

}
