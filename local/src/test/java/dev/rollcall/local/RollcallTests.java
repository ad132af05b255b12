package dev.rollcall.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RollcallTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@ParameterizedTest
	@CsvSource({ "tial, help", "up brokr, gateway#2", "logs brokr, gateway#2", "up broker#2, one of",
			"up --frsh, up --help", "up --fresh mail, without a process", "restart, restart --help",
			"logs, logs --help", "tail, tail --help", "dead-letters, list", "dead-letters list mail, no service",
			"dead-letters redrive a --all, --all", "dead-letters redrive, --all", "dead-letters show nothing, list",
			"dead-letters show, rollcall dead-letters show --help", "verify --restored mail, --repair",
			"verify --repair --restored mail, session-service", "rebuild mail accounts, session-service accounts",
			"rebuild session-service accounts --watch --cancel, one of",
			"rebuild session-service accounts --strict, rollcall rebuild --help", "replay t --name a --rate 0, --rate",
			"replay t --name a --from-offset 5 --to-offset 5, --to-offset",
			"replay t --name a --from-offset -1, --from-offset", "replay t --name a --from yesterday, --from",
			"replay t --name A, --name", "replay t, --name", "replay t-replay-a --name b, itself a replay",
			"replay rollcall-user-credentials --name a, restricted readers",
			"replay rollcall-notification-requests --name a, restricted readers",
			"replay rollcall-user-credentials-session-service-accounts-dlt --name a, restricted readers",
			"replay rollcall-user-events --name a --type UserDeletd, UserDeletd",
			"replay t --name a --retention week, --retention", "replay t --name a --retention 0d, --retention",
			"replay t --name a --retention 31d, --retention",
			"replay t --name a --from 2026-11-02T00:00:00Z --to 2026-11-01T00:00:00Z, --to" })
	void wrongUsageIsOneLineThatSaysWhatToDo(String arguments, String hint) {
		assertThat(run(arguments.split(" "))).isEqualTo(2);
		assertThat(this.err.toString().lines()).singleElement().asString().contains(hint);
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void noCommandIsWrongUsage() {
		assertThat(run()).isEqualTo(2);
		assertThat(this.err.toString()).contains("./rollcall up");
	}

	@Test
	void badOffsetIsWrongUsage() {
		int status = Rollcall.run(new String[] { "status" }, Map.of("ROLLCALL_PORT_OFFSET", "many"),
				new PrintWriter(this.out, true), new PrintWriter(this.err, true));
		assertThat(status).isEqualTo(2);
		assertThat(this.err.toString()).contains("ROLLCALL_PORT_OFFSET");
	}

	@Test
	void helpNamesEveryCommand() {
		assertThat(run("help")).isZero();
		assertThat(this.out.toString()).contains("up", "down", "restart", "status", "demo", "tail", "logs",
				"dead-letters", "verify", "rebuild", "replay", "reseal", "secrets", "bench");
	}

	@ParameterizedTest
	@CsvSource({ "up, --fresh", "down, [<process>...]", "restart, <process>...", "status, --json", "demo, --url",
			"tail, --from-beginning", "logs, --follow", "dead-letters, discard", "verify, --restored",
			"rebuild, --clean-up", "replay, --retention", "reseal, primary keys", "secrets, <folder>",
			"bench, --quick" })
	void helpOfEachCommandShowsItsOptions(String command, String part) {
		assertThat(run("help", command)).isZero();
		assertThat(this.out.toString()).startsWith("Usage: rollcall " + command).contains(part, "Show this help.");
		assertThat(run(command, "--help")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "list", "show", "redrive", "discard" })
	void helpOfDeadLetterCommandsIsShown(String command) {
		assertThat(run("dead-letters", command, "--help")).isZero();
		assertThat(this.out.toString()).startsWith("Usage: rollcall dead-letters " + command);
	}

	private int run(String... arguments) {
		return Rollcall.run(arguments, Map.of("ROLLCALL_HOME", "/nonexistent/rollcall"),
				new PrintWriter(this.out, true), new PrintWriter(this.err, true));
	}

}
