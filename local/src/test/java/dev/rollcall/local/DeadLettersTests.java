package dev.rollcall.local;

import java.nio.file.Path;

import dev.rollcall.local.process.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersTests {

	private static final String ID = "rollcall-user-events-session-service-accounts-dlt@0-7";

	private static final String PATH = "deadletters/rollcall-user-events-session-service-accounts-dlt%400-7";

	private FakeServices services;

	@BeforeEach
	void start(@TempDir Path folder) {
		this.services = new FakeServices(folder, Kind.withStore().toArray(Kind[]::new));
	}

	@AfterEach
	void close() {
		this.services.close();
	}

	@Test
	void listPrintsAllPagesOfAService() {
		this.services.on("session-service GET deadletters?limit=500&state=open", page(ID, "a b"))
			.on("session-service GET deadletters?limit=500&state=open&after=a+b", page("older", null));
		assertThat(this.services.run("dead-letters list session-service --state open")).isZero();
		assertThat(this.services.lines()).containsExactly(ID + "  open  2026-11-01T00:00:00Z  E: bad bytes",
				"older  open  2026-11-01T00:00:00Z  E: bad bytes");
	}

	@Test
	void listAsksAllServicesByDefault() {
		Kind.withStore()
			.forEach((kind) -> this.services.on(kind.label() + " GET deadletters?limit=500", page(kind.label(), null)));
		assertThat(this.services.run("dead-letters list")).isZero();
		assertThat(this.services.lines()).extracting((line) -> line.split(" ")[0])
			.containsExactly("registration-service", "session-service", "notification-service");
	}

	@Test
	void showPrintsTheWholeDeadLetter() {
		this.services.on("session-service GET " + PATH, "{\"id\":\"7\",\"headers\":{}}");
		assertThat(this.services.run("dead-letters show " + ID)).isZero();
		assertThat(this.services.lines()).contains("  \"id\" : \"7\",");
	}

	@Test
	void redriveThatAppliesTheRecordIsSuccess() {
		this.services.on("session-service POST " + PATH + "/redrive", outcome("redriven", ""));
		assertThat(this.services.run("dead-letters redrive " + ID)).isZero();
		assertThat(this.services.lines()).containsExactly("7  redriven");
	}

	@Test
	void redriveOfAllFailsIfOneFails() {
		String failed = outcome("open", ",\"causeType\":\"E\",\"causeMessage\":\"bad bytes\"");
		this.services.on("registration-service POST deadletters/redrive", "{\"outcomes\":[]}")
			.on("session-service POST deadletters/redrive",
					"{\"outcomes\":[%s,%s]}".formatted(failed, outcome("redriven", "")))
			.on("notification-service POST deadletters/redrive", "{\"outcomes\":[]}");
		assertThat(this.services.run("dead-letters redrive --all")).isOne();
		assertThat(this.services.lines()).containsExactly("7  open: E: bad bytes", "7  redriven");
	}

	@Test
	void discardPrintsTheOutcome() {
		this.services.on("session-service DELETE " + PATH, outcome("discarded", ""));
		assertThat(this.services.run("dead-letters discard " + ID)).isZero();
		assertThat(this.services.lines()).containsExactly("7  discarded");
	}

	@Test
	void unknownDeadLetterIsOneLine() {
		this.services.on("session-service DELETE " + PATH, 404, "{\"error\":\"there is no dead letter 7\"}");
		assertThat(this.services.run("dead-letters discard " + ID)).isOne();
		assertThat(this.services.errors())
			.containsExactly("session-service responds with status 404: there is no dead letter 7");
	}

	private static String page(String id, String next) {
		return """
				{"letters":[{"id":"%s","state":"open","time":"2026-11-01T00:00:00Z","causeType":"E",
				"causeMessage":"bad bytes"}]%s}""".formatted(id, (next != null) ? ",\"next\":\"" + next + "\"" : "");
	}

	private static String outcome(String outcome, String cause) {
		return "{\"id\":\"7\",\"outcome\":\"%s\"%s}".formatted(outcome, cause);
	}

}
