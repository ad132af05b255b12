package dev.rollcall.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Builds a projection anew from the log, while the service serves. Ctrl-C ends only the
 * watching, which can be taken up again.
 */
@Command(name = "rebuild", description = "Builds a projection anew from the log, while its service serves.")
final class Rebuild implements Callable<Integer> {

	private static final Map<Kind, String> PROJECTIONS = Map.of(Kind.SESSION_SERVICE, "accounts",
			Kind.NOTIFICATION_SERVICE, "recipients");

	private static final int BAR = 30;

	private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

	/** An instance that was asked may be gone; others, or it, go on. */
	private static final Duration UNANSWERED = Duration.ofSeconds(60);

	private static final List<String> UNDER_WAY = List.of("building", "comparing");

	private final Management management;

	private final boolean console = System.console() != null;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--strict", description = "Other contents at the same version stop the cut-over too.")
	private boolean strict;

	@Option(names = "--watch", description = "Watch the one that is being built.")
	private boolean watch;

	@Option(names = "--rollback", description = "Have the former generation serve again.")
	private boolean rollback;

	@Option(names = "--cancel", description = "Give up the generation that is being built.")
	private boolean cancel;

	@Option(names = "--clean-up", description = "Give up the former generation: no rollback any more.")
	private boolean cleanUp;

	@Parameters(index = "0", paramLabel = "service", description = "session-service or notification-service.")
	private String service = "";

	@Parameters(index = "1", paramLabel = "projection", description = "accounts or recipients.")
	private String projection = "";

	private Instant printedAt = Instant.EPOCH;

	Rebuild(Home home) {
		this.management = new Management(home);
	}

	@Override
	public Integer call() throws InterruptedException {
		if (Stream.of(this.strict, this.watch, this.rollback, this.cancel, this.cleanUp)
			.filter((said) -> said)
			.count() > 1) {
			throw Refusal.badUsage("Say one of --strict, --watch, --rollback, --cancel and --clean-up");
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
		JsonNode found = this.watch ? this.management.get(instance, path)
				: this.management.post(instance, path + "/rebuilds" + (this.strict ? "/strict" : ""), Map.of());
		return watch(path, underWay(found));
	}

	private static int underWay(JsonNode description) {
		for (JsonNode generation : description.path("generations")) {
			String state = generation.path("state").asText();
			if (UNDER_WAY.contains(state) || state.equals("stopped")) {
				return generation.path("number").asInt();
			}
		}
		throw Refusal.failure("Nothing is being built");
	}

	private Kind kind() {
		return PROJECTIONS.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().label().equals(this.service) && entry.getValue().equals(this.projection))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseThrow(
					() -> Refusal.badUsage("There are session-service accounts and notification-service recipients"));
	}

	private int watch(String path, int number) throws InterruptedException {
		while (true) {
			JsonNode generation = find(look(path), number);
			String state = generation.path("state").asText("cancelled");
			boolean ended = !UNDER_WAY.contains(state);
			show(generation, state, ended);
			if (ended) {
				return end(generation, number, state);
			}
			TimeUnit.MILLISECONDS.sleep(300);
		}
	}

	private JsonNode look(String path) throws InterruptedException {
		long until = System.nanoTime() + UNANSWERED.toNanos();
		while (true) {
			try {
				return this.management.get(this.management.running(kind()), path);
			}
			catch (Refusal ex) {
				if (System.nanoTime() - until > 0) {
					throw ex;
				}
				TimeUnit.SECONDS.sleep(1);
			}
		}
	}

	private static JsonNode find(JsonNode description, int number) {
		for (JsonNode generation : description.path("generations")) {
			if (generation.path("number").asInt() == number) {
				return generation;
			}
		}
		return description.path("none");
	}

	private void show(JsonNode generation, String state, boolean ended) {
		Instant now = Instant.now();
		if (!ended && !this.console && now.isBefore(this.printedAt.plus(BETWEEN_LINES))) {
			return;
		}
		this.printedAt = now;
		long records = generation.path("records").asLong();
		long total = generation.path("total").asLong();
		int done = (total > 0) ? (int) (BAR * records / total) : 0;
		String rate = generation.has("recordsPerSecond") ? ", %,d/s, %s left".formatted(
				generation.path("recordsPerSecond").asLong(), left(generation.path("secondsLeft").asLong())) : "";
		String line = "%s%s %s  %,d of %,d records%s, lag %,d".formatted("#".repeat(done), "-".repeat(BAR - done),
				state, records, total, rate, generation.path("lag").asLong());
		PrintWriter out = this.spec.commandLine().getOut();
		if (this.console) {
			out.print("\r%-110s".formatted(line));
			out.print(ended ? System.lineSeparator() : "");
			out.flush();
		}
		else {
			out.println(line);
		}
	}

	private static String left(long seconds) {
		return (seconds < 120) ? seconds + " s" : seconds / 60 + " min";
	}

	private int end(JsonNode generation, int number, String state) {
		PrintWriter out = this.spec.commandLine().getOut();
		JsonNode findings = generation.path("findings");
		if (state.equals("active")) {
			Duration took = Duration.between(Instant.parse(generation.path("startedAt").asText()),
					Instant.parse(generation.path("caughtUpAt").asText()));
			long total = generation.path("total").asLong();
			out.printf("Generation %d serves. %,d records in %.1f s, %,.0f/s; %,d documents compared, %,d different%n",
					number, total, took.toMillis() / 1000.0, total / Math.max(0.001, took.toMillis() / 1000.0),
					findings.path("compared").asLong(), findings.path("different").asLong());
			out.printf("Back: ./rollcall rebuild %s %s --rollback%n", this.service, this.projection);
			return 0;
		}
		if (state.equals("stopped")) {
			out.printf(
					"Generation %d does not serve: of %,d documents %,d are missing in it, %,d older, %,d different: %s%n",
					number, findings.path("compared").asLong(), findings.path("missing").asLong(),
					findings.path("older").asLong(), findings.path("different").asLong(), findings.path("users"));
			out.printf("Give it up: ./rollcall rebuild %s %s --cancel%n", this.service, this.projection);
		}
		else {
			out.println(state.equals("former") ? "It has served, and another one serves again" : "It was cancelled");
		}
		return 1;
	}

	private void print(JsonNode description) {
		for (JsonNode generation : description.path("generations")) {
			this.spec.commandLine()
				.getOut()
				.printf("generation %d  %s%n", generation.path("number").asInt(), generation.path("state").asText());
		}
	}

}
