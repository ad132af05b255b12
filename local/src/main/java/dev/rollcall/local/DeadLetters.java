package dev.rollcall.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Lists, shows, redrives and discards dead letters.
 */
@Command(name = "dead-letters",
		description = { "Lists, shows, redrives and discards dead letters.",
				"A dead letter is a record that a consumer could not apply. The consumer copied it to its dead-letter "
						+ "topic and continued with the next record." })
final class DeadLetters extends LauncherCommand {

	private static final String ID = "Id of the dead letter, as printed by ./rollcall dead-letters list.";

	private final Management management;

	DeadLetters(Home home) {
		this.management = new Management(home);
	}

	@Override
	public Integer call() {
		throw Refusal.badUsage(
				"dead-letters needs one of list, show, redrive and discard; " + "see ./rollcall dead-letters --help");
	}

	@Command(name = "list", description = { "Lists dead letters, newest first within each service.",
			"Prints one line per dead letter: id, state, time, cause." })
	int list(@Mixin Help help,
			@Option(names = "--state", paramLabel = "<state>",
					description = "List only this state: open, redriven or discarded.") @Nullable String state,
			@Parameters(paramLabel = "<service>", arity = "0..1",
					description = "List only this service, such as session-service.") @Nullable String service) {
		List<Kind> services = Kind.withStore()
			.stream()
			.filter((kind) -> service == null || kind.label().equals(service))
			.toList();
		if (services.isEmpty()) {
			throw Refusal.badUsage("There is no service '%s' with dead letters".formatted(service));
		}
		services.forEach((kind) -> list(kind, (state != null) ? "&state=" + state : ""));
		return 0;
	}

	private void list(Kind service, String filter) {
		String after = "";
		do {
			JsonNode page = this.management.get(this.management.running(service),
					"deadletters?limit=500" + filter + after);
			page.path("letters")
				.forEach((letter) -> out().printf("%s  %s  %s  %s: %s%n", text(letter, "id"), text(letter, "state"),
						text(letter, "time"), text(letter, "causeType"), text(letter, "causeMessage")));
			after = page.path("next").isTextual() ? "&after=" + encoded(text(page, "next")) : "";
		}
		while (!after.isEmpty());
	}

	@Command(name = "show",
			description = "Shows one dead letter: headers, cause, and the value (decoded if a schema fits).")
	int show(@Mixin Help help, @Parameters(paramLabel = "<id>", description = ID) String id) {
		out().println(this.management.get(this.management.running(service(id)), path(id)).toPrettyString());
		return 0;
	}

	@Command(name = "redrive",
			description = { "Applies the record of a dead letter again.",
					"Prints one line per dead letter: id, outcome, cause of a failure.",
					"Exits with status 1 if a record could not be applied." })
	int redrive(@Mixin Help help,
			@Option(names = "--all", description = "Redrive all open dead letters of all services.") boolean all,
			@Parameters(paramLabel = "<id>", arity = "0..1", description = ID) @Nullable String id) {
		if (all == (id != null)) {
			throw Refusal.badUsage("dead-letters redrive needs either an id or --all");
		}
		List<JsonNode> outcomes = (id != null) ? List.of(redrive(id)) : redriveAll();
		outcomes.forEach(this::printOutcome);
		return outcomes.stream().anyMatch((outcome) -> outcome.path("causeType").isTextual()) ? 1 : 0;
	}

	private JsonNode redrive(String id) {
		return this.management.post(this.management.running(service(id)), path(id) + "/redrive", Map.of());
	}

	private List<JsonNode> redriveAll() {
		return Kind.withStore()
			.stream()
			.map((kind) -> this.management.post(this.management.running(kind), "deadletters/redrive", Map.of()))
			.<JsonNode>mapMulti((answer, outcomes) -> answer.path("outcomes").forEach(outcomes))
			.toList();
	}

	@Command(name = "discard",
			description = "Discards a dead letter: its record is kept for inspection and never applied.")
	int discard(@Mixin Help help, @Parameters(paramLabel = "<id>", description = ID) String id) {
		printOutcome(this.management.delete(this.management.running(service(id)), path(id)));
		return 0;
	}

	private void printOutcome(JsonNode outcome) {
		out().printf("%s  %s%s%n", text(outcome, "id"), text(outcome, "outcome"), outcome.path("causeType").isTextual()
				? ": %s: %s".formatted(text(outcome, "causeType"), text(outcome, "causeMessage")) : "");
	}

	/** An id starts with {@code <topic>-<service>-<consumer>-dlt}. */
	private static Kind service(String id) {
		return Kind.withStore()
			.stream()
			.filter((service) -> id.contains("-" + service.label() + "-"))
			.findFirst()
			.orElseThrow(() -> Refusal.badUsage(
					"'%s' is not the id of a dead letter; ./rollcall dead-letters list prints the ids".formatted(id)));
	}

	private static String path(String id) {
		return "deadletters/" + encoded(id);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String text(JsonNode node, String field) {
		return node.path(field).asText();
	}

}
