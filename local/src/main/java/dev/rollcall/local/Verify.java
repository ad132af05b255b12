package dev.rollcall.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares accounts, log and projections, service by service in the order of the data's
 * way: what is repaired in the log reaches the projections before they are compared.
 */
@Command(name = "verify", description = "Compares accounts, log and projections, and with --repair heals differences.")
final class Verify implements Callable<Integer> {

	private static final List<Kind> SERVICES = List.of(Kind.REGISTRATION_SERVICE, Kind.SESSION_SERVICE,
			Kind.NOTIFICATION_SERVICE);

	private final Management management;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--repair", description = "Heal what differs.")
	private boolean repair;

	@Option(names = "--restored", paramLabel = "<service>",
			description = "With --repair: this service's store has just been restored from a backup.")
	private @Nullable String restored;

	Verify(Home home) {
		this.management = new Management(home);
	}

	@Override
	public Integer call() throws InterruptedException {
		if (this.restored != null && (!this.repair || !isService(this.restored))) {
			throw Refusal.badUsage("--restored names one of %s, and goes with --repair"
				.formatted(String.join(", ", SERVICES.stream().map(Kind::label).toList())));
		}
		long left = 0;
		boolean failed = false;
		for (Kind service : SERVICES) {
			JsonNode report = run(this.management.running(service));
			print(service, report, this.spec.commandLine().getOut());
			failed |= !report.path("state").asText().equals("done");
			left += sum(report, "left");
		}
		this.spec.commandLine()
			.getOut()
			.println(failed ? "Not all could be compared" : (left == 0) ? "No difference is left" : left + " differ");
		return (failed || left > 0) ? 1 : 0;
	}

	private static boolean isService(String name) {
		return SERVICES.stream().anyMatch((service) -> service.label().equals(name));
	}

	private JsonNode run(ProcessName instance) throws InterruptedException {
		boolean after = instance.kind().label().equals(this.restored);
		Map<String, Boolean> order = Map.of("repair", this.repair, "restored", after);
		JsonNode report = this.management.post(instance, "verify", order);
		// One that was going on already, such as the scheduled check, ends first.
		while (report.path("repair").asBoolean() != this.repair) {
			await(instance, report);
			report = this.management.post(instance, "verify", order);
		}
		return await(instance, report);
	}

	private JsonNode await(ProcessName instance, JsonNode begun) throws InterruptedException {
		JsonNode report = begun;
		while (report.path("state").asText().equals("running")) {
			TimeUnit.MILLISECONDS.sleep(300);
			report = this.management.get(instance, "verify");
		}
		return report;
	}

	private static void print(Kind service, JsonNode report, PrintWriter out) {
		for (JsonNode entry : report.path("verifications")) {
			String failure = entry.path("failure").asText("");
			out.printf("%-22s %-14s %s%n", service.label(), entry.path("name").asText(),
					(entry.path("failure").isTextual()) ? "could not be compared: " + failure : counts(entry));
			for (String kind : List.of("lost", "ghost", "stale", "diverged")) {
				entry.path("differences")
					.path(kind)
					.path("first")
					.forEach((one) -> out.printf("  %-9s %s: %s%n", kind, one.path("id").asText(),
							one.path("what").asText()));
			}
			entry.path("notes").forEach((note) -> out.println("  " + note.asText()));
		}
	}

	private static String counts(JsonNode entry) {
		JsonNode differences = entry.path("differences");
		String counts = "%,d users: lost %d, ghost %d, stale %d, diverged %d".formatted(entry.path("compared").asLong(),
				count(differences, "lost"), count(differences, "ghost"), count(differences, "stale"),
				count(differences, "diverged"));
		long missing = entry.path("missingMessages").asLong();
		long repaired = entry.path("repaired").asLong();
		return counts + ((missing > 0) ? ", messages the log lacked %d".formatted(missing) : "")
				+ ((repaired > 0) ? "; repaired %d".formatted(repaired) : "");
	}

	private static long count(JsonNode differences, String kind) {
		return differences.path(kind).path("count").asLong();
	}

	private static long sum(JsonNode report, String name) {
		long sum = 0;
		for (JsonNode entry : report.path("verifications")) {
			sum += entry.path(name).asLong();
		}
		return sum;
	}

}
