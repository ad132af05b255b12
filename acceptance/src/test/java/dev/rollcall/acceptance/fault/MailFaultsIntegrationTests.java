package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.ReceivedMail;
import dev.rollcall.acceptance.fault.Link.Part;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * F3 and F15 at the mail server: it defers or refuses mails, disconnects after the final
 * dot, or is unreachable.
 */
@Tag("faults")
class MailFaultsIntegrationTests {

	private static final String SERVICE = "notification-service";

	private static final int MAILS = FaultRun.size("mails", 20);

	private FaultRun run;

	private ScriptedMailServer server;

	private TcpProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedMailServer();
		this.run = FaultRun.start(new Link(SERVICE, Part.SMTP)).alsoReceived(this.server::taken);
		this.proxy = this.run.system().proxy(SERVICE, Part.SMTP);
		this.proxy.leadTo(this.server.port());
	}

	@AfterEach
	void stop() throws IOException {
		this.run.close();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "GREETING, 421 come later", "MAIL, 452 no room", "RCPT, 450 busy", "DOT, 451 local error" })
	void mailThatIsPutOffIsSentLater(String step, String answer) {
		this.server.answering(step, answer);
		register();
		FaultRun.last(Duration.ofSeconds(5));
		assertThat(this.server.taken()).isEmpty();
		this.server.recover();
		History history = verify(Circumstances.ORDINARY);
		assertThat(this.server.taken()).hasSize(MAILS).doesNotHaveDuplicates();
		assertThat(history.stores().done()).allSatisfy((end) -> assertThat(end.getString("outcome")).isEqualTo("sent"));
	}

	@Test
	void mailThatIsRefusedEndsWithItsReason() {
		this.server.answering("RCPT", "550 5.1.1 no such user");
		register();
		History history = verify(Circumstances.ORDINARY);
		assertThat(this.server.taken()).isEmpty();
		List<Document> failed = history.stores()
			.done()
			.stream()
			.filter((end) -> "failed".equals(end.getString("outcome")))
			.toList();
		assertThat(failed).hasSize(MAILS)
			.allSatisfy((end) -> assertThat(end.getString("reason")).isEqualTo("smtp-550 5.1.1"));
	}

	@Test
	void mailWithLostResponseIsRepeatedWithTheSameMessageId() {
		this.server.answering("DOT", ScriptedMailServer.HANG_UP);
		register();
		await().atMost(Duration.ofSeconds(30)).until(() -> this.server.seen().stream().distinct().count() == MAILS);
		this.server.recover();
		verify(Circumstances.ORDINARY.repeatedMails());
		List<String> ids = this.server.seen().stream().map(ReceivedMail::messageId).distinct().toList();
		assertThat(ids).hasSize(MAILS);
		assertThat(this.server.taken()).extracting(ReceivedMail::messageId).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void unreachableMailServerDelaysMails() {
		this.proxy.blackHole();
		register();
		FaultRun.last(Duration.ofSeconds(FaultRun.size("outage", 60)));
		this.proxy.pass();
		verify(Circumstances.ORDINARY.repeatedMails());
	}

	private void register() {
		Load.start(10, MAILS, this.run.client()::register).finish();
	}

	private History verify(Circumstances circumstances) {
		return this.run.verify(System.nanoTime(), Duration.ofSeconds(60), circumstances);
	}

}
