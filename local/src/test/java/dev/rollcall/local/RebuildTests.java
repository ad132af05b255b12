package dev.rollcall.local;

import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.local.process.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RebuildTests {

	private static final String START = "session-service POST projections/accounts/rebuilds";

	private static final String PROGRESS = "session-service GET projections/accounts";

	private static final String BUILDING = generations("""
			{"number":1,"state":"active"},{"number":2,"state":"building","records":5,"total":10,"lag":5}""");

	private FakeServices services;

	@BeforeEach
	void start(@TempDir Path folder) {
		this.services = new FakeServices(folder, Kind.SESSION_SERVICE);
	}

	@AfterEach
	void close() {
		this.services.close();
	}

	@Test
	void successEndsWithTheNewGenerationActive() {
		this.services.on(START, 202, BUILDING).on(PROGRESS, BUILDING).on(PROGRESS, generations("""
				{"number":1,"state":"former"},{"number":2,"state":"active","records":3000,"total":3000,"lag":0,
				"startedAt":"2026-11-01T00:00:00Z","caughtUpAt":"2026-11-01T00:00:02Z",
				"findings":{"compared":1200,"different":0}}"""));
		assertThat(this.services.run("rebuild session-service accounts")).isZero();
		assertThat(this.services.lines()).containsExactly(
				"###############--------------- building  5 of 10 records, lag 5",
				"############################## active  3,000 of 3,000 records, lag 0",
				"Generation 2 serves. 3,000 records in 2.0 s, 1,500/s; 1,200 documents compared, 0 different",
				"To return to the previous generation: ./rollcall rebuild session-service accounts --rollback");
		assertThat(this.services.requests()).startsWith(START + " {}");
	}

	@Test
	void stoppedRebuildNamesTheUsersAndTheNextStep() {
		this.services.on(START, 202, BUILDING).on(PROGRESS, generations("""
				{"number":2,"state":"stopped","records":10,"total":10,"lag":0,"findings":
				{"compared":7,"missing":1,"older":2,"different":3,"users":["ada"]}}"""));
		assertThat(this.services.run("rebuild session-service accounts")).isOne();
		assertThat(this.services.lines()).endsWith(
				"Generation 2 was stopped and does not serve. Of 7 documents, 1 are missing in it, 2 older, "
						+ "3 different. Users: [\"ada\"]",
				"To delete it: ./rollcall rebuild session-service accounts --cancel");
	}

	@Test
	void rebuildThatIsCancelledDuringTheWaitFails() {
		this.services.on(START, 202, BUILDING).on(PROGRESS, generations("{\"number\":1,\"state\":\"active\"}"));
		assertThat(this.services.run("rebuild session-service accounts")).isOne();
		assertThat(this.services.lines()).endsWith("The rebuild of generation 2 was cancelled");
	}

	@Test
	void rebuildThatIsRolledBackDuringTheWaitFails() {
		this.services.on(START, 202, BUILDING).on(PROGRESS, generations("{\"number\":2,\"state\":\"former\"}"));
		assertThat(this.services.run("rebuild session-service accounts")).isOne();
		assertThat(this.services.lines()).endsWith("Generation 2 was active, but another generation is active again");
	}

	@Test
	void watchStartsNothing() {
		this.services.on(PROGRESS, generations("{\"number\":1,\"state\":\"active\"}"));
		assertThat(this.services.run("rebuild session-service accounts --watch")).isOne();
		assertThat(this.services.errors()).containsExactly("No rebuild is running");
		assertThat(this.services.requests()).containsExactly(PROGRESS);
	}

	@ParameterizedTest
	@CsvSource({ "--rollback, session-service POST projections/accounts/rollback",
			"--cancel, session-service DELETE projections/accounts/rebuilds",
			"--clean-up, session-service DELETE projections/accounts/former" })
	void actionPrintsTheGenerations(String option, String request) {
		this.services.on(request,
				generations("{\"number\":1,\"state\":\"former\"},{\"number\":2,\"state\":\"active\"}"));
		assertThat(this.services.run("rebuild session-service accounts " + option)).isZero();
		assertThat(this.services.lines()).containsExactly("generation 1  former", "generation 2  active");
	}

	@Test
	void refusalOfTheServiceIsOneLine() {
		this.services.on(START, 409, "{\"error\":\"A rebuild is running\"}");
		assertThat(this.services.run("rebuild session-service accounts")).isOne();
		assertThat(this.services.errors())
			.containsExactly("session-service responds with status 409: A rebuild is running");
	}

	@Test
	void serviceThatIsNotRunningIsNamed() {
		assertThat(this.services.run("rebuild notification-service recipients")).isOne();
		assertThat(this.services.errors())
			.containsExactly("notification-service is not running; start it with ./rollcall up notification-service");
	}

	@ParameterizedTest
	@CsvSource({ "119, 119 s", "120, 2 min", "3700, 61 min" })
	void progressShowsTheTimeLeft(long seconds, String shown) throws JsonProcessingException {
		String generation = "{\"records\":1,\"total\":2000,\"lag\":9,\"recordsPerSecond\":1500,\"secondsLeft\":%d}"
			.formatted(seconds);
		assertThat(Rebuild.progress(new ObjectMapper().readTree(generation), "building"))
			.endsWith(" building  1 of 2,000 records, 1,500/s, %s left, lag 9".formatted(shown));
	}

	@Test
	void progressOfAnEmptyTopicIsAnEmptyBar() throws JsonProcessingException {
		assertThat(Rebuild.progress(new ObjectMapper().readTree("{}"), "building"))
			.isEqualTo("-".repeat(30) + " building  0 of 0 records, lag 0");
	}

	private static String generations(String generations) {
		return "{\"name\":\"accounts\",\"generations\":[" + generations + "]}";
	}

}
