package dev.rollcall.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares the stores with the event log, one service after another in the direction of
 * the data: what a repair publishes reaches the projections before they are compared.
 */
@Command(name = "verify", description = {
		"Compares the stores of all services with the event log; --repair repairs differences.",
		"Prints what was compared, and up to 100 users per kind of difference: lost (missing, or not in the log "
				+ "what the store has published), ghost (not in the log), stale (older in the store), diverged "
				+ "(different content at the same version); and what was repaired.",
		"Exits with status 1 if differences remain or a service could not compare." })
final class Verify extends LauncherCommand {

	private final Home home;

	private final Management management;

	@Option(names = "--erasure", description = {
			"Search all topics and stores for what is left of deleted users, instead.",
			"Records that expire by themselves are found until they do. Exits with status 1 if anything is found." })
	private boolean erasure;

	@Option(names = "--repair", description = "Repair the differences.")
	private boolean repair;

	@Option(names = "--restored", paramLabel = "<service>",
			description = "With --repair: the store of this service was restored from a backup and is older than the log.")
	private @Nullable String restored;

	@Option(names = "--json", description = "Print the services' reports as one JSON object, and nothing else.")
	private boolean json;

	Verify(Home home) {
		this.home = home;
		this.management = new Management(home);
	}

	@Override
	public Integer call() throws InterruptedException {
		if (this.erasure) {
			return new ErasureReport(this.home).print(out(), this.json);
		}
		List<String> services = Kind.withStore().stream().map(Kind::label).toList();
		if (this.restored != null && !(this.repair && services.contains(this.restored))) {
			throw Refusal.badUsage("--restored requires --repair and one of " + String.join(", ", services));
		}
		long left = 0;
		boolean failed = false;
		ObjectNode reports = JsonNodeFactory.instance.objectNode();
		for (Kind service : Kind.withStore()) {
			JsonNode report = run(this.management.running(service));
			reports.set(service.label(), report);
			if (!this.json) {
				report.path("verifications").forEach((entry) -> print(service, entry));
			}
			failed |= !report.path("state").asText().equals("done");
			for (JsonNode entry : report.path("verifications")) {
				left += entry.path("left").asLong();
			}
		}
		out().println(this.json ? reports.toString() : summary(failed, left));
		return (failed || left > 0) ? 1 : 0;
	}

	private static String summary(boolean failed, long left) {
		if (failed) {
			return "Some stores could not be compared";
		}
		return (left == 0) ? "No differences left" : "Differences left: %,d".formatted(left);
	}

	private JsonNode run(ProcessName instance) throws InterruptedException {
		Map<String, Boolean> order = Map.of("repair", this.repair, "restored",
				instance.kind().label().equals(this.restored));
		JsonNode report = this.management.post(instance, "verify", order);
		// Another run has to end before this one starts. A scheduled one compares a part.
		while (report.path("repair").asBoolean() != this.repair || report.path("scheduled").asBoolean()) {
			await(instance, report);
			report = this.management.post(instance, "verify", order);
		}
		return await(instance, report);
	}

	private JsonNode await(ProcessName instance, JsonNode first) throws InterruptedException {
		JsonNode report = first;
		while (report.path("state").asText().equals("running")) {
			TimeUnit.MILLISECONDS.sleep(300);
			report = this.management.get(instance, "verify");
		}
		return report;
	}

	private void print(Kind service, JsonNode entry) {
		JsonNode failure = entry.path("failure");
		out().printf("%-22s %-14s %s%n", service.label(), entry.path("name").asText(),
				failure.isTextual() ? "could not be compared: " + failure.asText() : counts(entry));
		for (String kind : List.of("lost", "ghost", "stale", "diverged")) {
			entry.at("/differences/%s/first".formatted(kind))
				.forEach((difference) -> out().printf("  %-9s %s: %s%n", kind, difference.path("id").asText(),
						difference.path("what").asText()));
		}
		entry.path("repairedIds").forEach((id) -> out().println("  repaired  " + id.asText()));
		entry.path("notes").forEach((note) -> out().println("  " + note.asText()));
	}

	private static String counts(JsonNode entry) {
		long missing = entry.path("missingMessages").asLong();
		long repaired = entry.path("repaired").asLong();
		return "%,d compared: lost %d, ghost %d, stale %d, diverged %d%s%s".formatted(entry.path("compared").asLong(),
				count(entry, "lost"), count(entry, "ghost"), count(entry, "stale"), count(entry, "diverged"),
				(missing > 0) ? ", messages missing in the log %d".formatted(missing) : "",
				(repaired > 0) ? "; repaired %d".formatted(repaired) : "");
	}

	private static long count(JsonNode entry, String kind) {
		return entry.at("/differences/%s/count".formatted(kind)).asLong();
	}

}
