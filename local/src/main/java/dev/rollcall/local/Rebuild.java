package dev.rollcall.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Rebuilds a projection from the event log and shows the progress. The service does the
 * work: Ctrl-C ends only the display.
 */
@Command(name = "rebuild",
		description = { "Rebuilds a projection from the event log while its service keeps serving.",
				"The rebuild fills a new generation of the projection. The new generation becomes active when it has "
						+ "read the log and a comparison finds no user that is missing or older in it. Ctrl-C ends "
						+ "only the display, not the rebuild.",
				"Exits with status 1 if the new generation does not become active." })
final class Rebuild extends LauncherCommand {

	private static final int BAR_WIDTH = 30;

	private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

	/** The instance may end during a rebuild: it, or another one, continues. */
	private static final Duration UNAVAILABLE_TIMEOUT = Duration.ofSeconds(60);

	private static final List<String> IN_PROGRESS = List.of("building", "comparing");

	private final Management management;

	private final boolean console = System.console() != null;

	@Option(names = "--watch", description = "Show the progress of a rebuild that is already running.")
	private boolean watch;

	@Option(names = "--rollback", description = "Make the previous generation active again.")
	private boolean rollback;

	@Option(names = "--cancel", description = "Cancel the running or stopped rebuild and delete its generation.")
	private boolean cancel;

	@Option(names = "--clean-up", description = "Delete the previous generation. Rollback is impossible afterwards.")
	private boolean cleanUp;

	@Parameters(index = "0", paramLabel = "<service>", description = "session-service or notification-service.")
	private String service = "";

	@Parameters(index = "1", paramLabel = "<projection>",
			description = "accounts (of session-service) or recipients (of notification-service).")
	private String projection = "";

	private Instant printedAt = Instant.EPOCH;

	Rebuild(Home home) {
		this.management = new Management(home);
	}

	@Override
	public Integer call() throws InterruptedException {
		if (Stream.of(this.watch, this.rollback, this.cancel, this.cleanUp).filter((given) -> given).count() > 1) {
			throw Refusal.badUsage("Give only one of --watch, --rollback, --cancel and --clean-up");
		}
		ProcessName instance = this.management.running(kind());
		String path = "projections/" + this.projection;
		if (this.cancel || this.cleanUp) {
			print(this.management.delete(instance, path + (this.cancel ? "/rebuilds" : "/former")));
			return 0;
		}
		if (this.rollback) {
			print(this.management.post(instance, path + "/rollback", Map.of()));
			return 0;
		}
		return watch(path, rebuilt(this.watch ? this.management.get(instance, path)
				: this.management.post(instance, path + "/rebuilds", Map.of())));
	}

	private Kind kind() {
		return switch (this.service + " " + this.projection) {
			case "session-service accounts" -> Kind.SESSION_SERVICE;
			case "notification-service recipients" -> Kind.NOTIFICATION_SERVICE;
			default -> throw Refusal
				.badUsage("The projections are session-service accounts and notification-service recipients");
		};
	}

	private static int rebuilt(JsonNode description) {
		return generations(description).filter((generation) -> {
			String state = generation.path("state").asText();
			return IN_PROGRESS.contains(state) || state.equals("stopped");
		}).findFirst().orElseThrow(() -> Refusal.failure("No rebuild is running")).path("number").asInt();
	}

	private static Stream<JsonNode> generations(JsonNode description) {
		return StreamSupport.stream(description.path("generations").spliterator(), false);
	}

	private int watch(String path, int number) throws InterruptedException {
		while (true) {
			JsonNode generation = generations(describe(path))
				.filter((candidate) -> candidate.path("number").asInt() == number)
				.findFirst()
				.orElse(MissingNode.getInstance());
			String state = generation.path("state").asText("cancelled");
			boolean ended = !IN_PROGRESS.contains(state);
			show(generation, state, ended);
			if (ended) {
				return end(generation, number, state);
			}
			TimeUnit.MILLISECONDS.sleep(300);
		}
	}

	private JsonNode describe(String path) throws InterruptedException {
		long end = System.nanoTime() + UNAVAILABLE_TIMEOUT.toNanos();
		while (true) {
			try {
				return this.management.get(this.management.running(kind()), path);
			}
			catch (Refusal ex) {
				if (System.nanoTime() - end > 0) {
					throw ex;
				}
				TimeUnit.SECONDS.sleep(1);
			}
		}
	}

	private void show(JsonNode generation, String state, boolean ended) {
		Instant now = Instant.now();
		if (!ended && !this.console && now.isBefore(this.printedAt.plus(LINE_INTERVAL))) {
			return;
		}
		this.printedAt = now;
		String line = progress(generation, state);
		if (this.console) {
			out().print("\r%-110s%s".formatted(line, ended ? System.lineSeparator() : ""));
			out().flush();
		}
		else {
			out().println(line);
		}
	}

	static String progress(JsonNode generation, String state) {
		long records = generation.path("records").asLong();
		long total = generation.path("total").asLong();
		int done = (total > 0) ? (int) (BAR_WIDTH * records / total) : 0;
		String rate = generation.has("recordsPerSecond") ? ", %,d/s, %s left".formatted(
				generation.path("recordsPerSecond").asLong(), duration(generation.path("secondsLeft").asLong())) : "";
		return "%s%s %s  %,d of %,d records%s, lag %,d".formatted("#".repeat(done), "-".repeat(BAR_WIDTH - done), state,
				records, total, rate, generation.path("lag").asLong());
	}

	private static String duration(long seconds) {
		return (seconds < 120) ? seconds + " s" : seconds / 60 + " min";
	}

	private int end(JsonNode generation, int number, String state) {
		JsonNode findings = generation.path("findings");
		long compared = findings.path("compared").asLong();
		long different = findings.path("different").asLong();
		switch (state) {
			case "active" -> {
				double seconds = Duration.between(time(generation, "startedAt"), time(generation, "caughtUpAt"))
					.toMillis() / 1000.0;
				long total = generation.path("total").asLong();
				out().printf(
						"Generation %d serves. %,d records in %.1f s, %,.0f/s; %,d documents compared, %,d different%n",
						number, total, seconds, total / Math.max(0.001, seconds), compared, different);
				if (findings.path("ghosts").asLong() > 0) {
					out().printf("%,d users of the previous generation are not in the log and were left out: %s%n",
							findings.path("ghosts").asLong(), findings.path("ghostUsers"));
				}
				out().printf("To return to the previous generation: ./rollcall rebuild %s %s --rollback%n",
						this.service, this.projection);
			}
			case "stopped" -> {
				out().printf(
						"Generation %d was stopped and does not serve. Of %,d documents, %,d are missing in it, "
								+ "%,d older, %,d different. Users: %s%n",
						number, compared, findings.path("missing").asLong(), findings.path("older").asLong(), different,
						findings.path("users"));
				out().printf("To delete it: ./rollcall rebuild %s %s --cancel%n", this.service, this.projection);
			}
			case "former" -> out().printf("Generation %d was active, but another generation is active again%n", number);
			default -> out().printf("The rebuild of generation %d was cancelled%n", number);
		}
		return state.equals("active") ? 0 : 1;
	}

	private static Instant time(JsonNode generation, String field) {
		return Instant.parse(generation.path(field).asText());
	}

	private void print(JsonNode description) {
		generations(description).forEach((generation) -> out().printf("generation %d  %s%n",
				generation.path("number").asInt(), generation.path("state").asText()));
	}

}
