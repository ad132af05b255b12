package dev.rollcall.local;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.local.process.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class VerifyTests {

	private static final String NOTHING = "{\"state\":\"done\",\"repair\":false,\"verifications\":[]}";

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
	void noDifferencesIsSuccess() {
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify", report("done", """
				{"name":"accounts","compared":1234,"left":0,"differences":{}}"""));
		assertThat(this.services.run("verify")).isZero();
		assertThat(this.services.lines()).containsExactly(
				"session-service        accounts       1,234 compared: lost 0, ghost 0, stale 0, diverged 0",
				"No differences left");
		assertThat(this.services.requests()).extracting((request) -> request.split(" ")[0])
			.containsExactly("registration-service", "session-service", "notification-service");
	}

	@Test
	void differencesAreListedWithTheirUsers() {
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify", report("done",
				"""
						{"name":"accounts","compared":5,"left":3,"missingMessages":2,"repaired":1,"repairedIds":["cid"],"notes":["1 parked"],
						"differences":{"lost":{"count":2,"first":[{"id":"ada","what":"version 3"}]},
						"stale":{"count":1,"first":[{"id":"bob","what":"1 < 2"}]}}}"""));
		assertThat(this.services.run("verify")).isOne();
		assertThat(this.services.lines()).containsExactly(
				"session-service        accounts       5 compared: lost 2, ghost 0, stale 1, diverged 0, "
						+ "messages missing in the log 2; repaired 1",
				"  lost      ada: version 3", "  stale     bob: 1 < 2", "  repaired  cid", "  1 parked",
				"Differences left: 3");
	}

	@Test
	void jsonHasTheReportsOfAllServicesAndNothingElse() throws Exception {
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify",
				report("done", "{\"name\":\"accounts\",\"compared\":5,\"left\":1}"));
		assertThat(this.services.run("verify --json")).isOne();
		JsonNode reports = new ObjectMapper().readTree(String.join("", this.services.lines()));
		assertThat(reports.at("/session-service/verifications/0/compared").asInt()).isEqualTo(5);
		assertThat(reports.has("registration-service")).isTrue();
	}

	@Test
	void failedComparisonIsReported() {
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify",
				report("failed", "{\"name\":\"accounts\",\"failure\":\"no broker\"}"));
		assertThat(this.services.run("verify")).isOne();
		assertThat(this.services.lines()).containsExactly(
				"session-service        accounts       could not be compared: no broker",
				"Some stores could not be compared");
	}

	@Test
	void runningReportIsPolledUntilItEnds() {
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify", report("running", ""))
			.on("session-service GET verify", report("running", ""))
			.on("session-service GET verify", report("done", "{\"name\":\"accounts\",\"left\":1}"));
		assertThat(this.services.run("verify")).isOne();
		assertThat(this.services.lines()).endsWith("Differences left: 1");
	}

	@Test
	void checkWaitsForTheEndOfAScheduledRunWhichComparesAPart() {
		String scheduled = NOTHING.replace("{\"state\"", "{\"scheduled\":true,\"state\"");
		otherServicesFindNoDifferences();
		this.services.on("session-service POST verify", scheduled.replace("done", "running"))
			.on("session-service GET verify", scheduled)
			.on("session-service POST verify", report("done", "{\"name\":\"accounts\",\"left\":1}"));
		assertThat(this.services.run("verify")).isOne();
		assertThat(this.services.lines()).endsWith("Differences left: 1");
	}

	@Test
	void repairWaitsForTheEndOfARunWithoutRepair() {
		this.services.on("session-service POST verify", NOTHING.replace("done", "running"))
			.on("session-service GET verify", NOTHING)
			.on("session-service POST verify", NOTHING.replace("false", "true"));
		this.services.on("registration-service POST verify", NOTHING.replace("false", "true"));
		this.services.on("notification-service POST verify", NOTHING.replace("false", "true"));
		assertThat(this.services.run("verify --repair --restored session-service")).isZero();
		assertThat(this.services.requests()).filteredOn((request) -> request.startsWith("session-service POST"))
			.hasSize(2)
			.allSatisfy((request) -> assertThat(request).contains("\"repair\":true", "\"restored\":true"));
		assertThat(this.services.requests()).filteredOn((request) -> request.startsWith("registration-service"))
			.allSatisfy((request) -> assertThat(request).contains("\"restored\":false"));
	}

	private void otherServicesFindNoDifferences() {
		this.services.on("registration-service POST verify", NOTHING);
		this.services.on("notification-service POST verify", NOTHING);
	}

	private static String report(String state, String verification) {
		return "{\"state\":\"%s\",\"repair\":false,\"verifications\":[%s]}".formatted(state, verification);
	}

}
