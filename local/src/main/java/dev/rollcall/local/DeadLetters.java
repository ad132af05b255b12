package dev.rollcall.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.management.Management;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.process.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The records that a consumer can never apply, for people.
 */
@Command(name = "dead-letters", description = "Lists, shows, redrives and discards records that could not be applied.",
		subcommands = { DeadLetters.ListLetters.class, DeadLetters.Show.class, DeadLetters.Redrive.class,
				DeadLetters.Discard.class })
final class DeadLetters implements Callable<Integer> {

	private static final List<Kind> SERVICES = List.of(Kind.REGISTRATION_SERVICE, Kind.SESSION_SERVICE,
			Kind.NOTIFICATION_SERVICE);

	@Mixin
	private HelpOption help;

	@Override
	public Integer call() {
		throw Refusal.badUsage("Say list, show, redrive or discard; see ./rollcall dead-letters --help");
	}

	/**
	 * The service whose consumer has left a letter: the id begins with
	 * {@code <topic>-<service>-<consumer>-dlt}.
	 */
	private static Kind service(String id) {
		return SERVICES.stream()
			.filter((service) -> id.contains("-" + service.label() + "-"))
			.findFirst()
			.orElseThrow(() -> Refusal
				.badUsage("'%s' is no dead letter's id; ./rollcall dead-letters list shows them".formatted(id)));
	}

	private static String path(String id) {
		return "deadletters/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
	}

	private static String outcome(JsonNode outcome) {
		String cause = outcome.path("causeType").isTextual()
				? ": %s: %s".formatted(outcome.path("causeType").asText(), outcome.path("causeMessage").asText()) : "";
		return "%s  %s%s".formatted(outcome.path("id").asText(), outcome.path("outcome").asText(), cause);
	}

	/**
	 * A line for each letter, newest first within a service.
	 */
	@Command(name = "list", description = "A line for each letter: id, state, time, cause.")
	static final class ListLetters implements Callable<Integer> {

		private final Management management;

		@Spec
		private CommandSpec spec;

		@Mixin
		private HelpOption help;

		@Option(names = "--state", paramLabel = "<state>", description = "open, redriven or discarded; default: all.")
		private @Nullable String state;

		@Parameters(paramLabel = "service", arity = "0..1", description = "Such as session-service; default: all.")
		private @Nullable String service;

		ListLetters(Home home) {
			this.management = new Management(home);
		}

		@Override
		public Integer call() {
			List<Kind> services = SERVICES.stream()
				.filter((kind) -> this.service == null || kind.label().equals(this.service))
				.toList();
			if (services.isEmpty()) {
				throw Refusal.badUsage("There is no service '%s'".formatted(this.service));
			}
			services.forEach(this::list);
			return 0;
		}

		private void list(Kind kind) {
			String filter = (this.state != null) ? "&state=" + this.state : "";
			String after = "";
			do {
				JsonNode page = this.management.get(this.management.running(kind),
						"deadletters?limit=500" + filter + after);
				page.path("letters").forEach(this::print);
				after = page.path("next").isTextual()
						? "&after=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8) : "";
			}
			while (!after.isEmpty());
		}

		private void print(JsonNode letter) {
			this.spec.commandLine()
				.getOut()
				.printf("%s  %s  %s  %s: %s%n", letter.path("id").asText(), letter.path("state").asText(),
						letter.path("time").asText(), letter.path("causeType").asText(),
						letter.path("causeMessage").asText());
		}

	}

	/**
	 * All of one letter.
	 */
	@Command(name = "show", description = "One letter: headers, cause, value decoded where possible.")
	static final class Show implements Callable<Integer> {

		private final Management management;

		@Spec
		private CommandSpec spec;

		@Mixin
		private HelpOption help;

		@Parameters(paramLabel = "id", description = "As list gives it.")
		private String id;

		Show(Home home) {
			this.management = new Management(home);
		}

		@Override
		public Integer call() {
			this.spec.commandLine()
				.getOut()
				.println(
						this.management.get(this.management.running(service(this.id)), path(this.id)).toPrettyString());
			return 0;
		}

	}

	/**
	 * Applies records again.
	 */
	@Command(name = "redrive", description = "Applies a record again, or with --all those of all open letters.")
	static final class Redrive implements Callable<Integer> {

		private final Management management;

		@Spec
		private CommandSpec spec;

		@Mixin
		private HelpOption help;

		@Option(names = "--all", description = "All open letters of all services.")
		private boolean all;

		@Parameters(paramLabel = "id", arity = "0..1", description = "As list gives it.")
		private @Nullable String id;

		Redrive(Home home) {
			this.management = new Management(home);
		}

		@Override
		public Integer call() {
			if (this.all == (this.id != null)) {
				throw Refusal.badUsage("Name one letter, or say --all");
			}
			int failed = 0;
			for (JsonNode outcome : (this.id != null) ? List.of(one(this.id)) : all()) {
				this.spec.commandLine().getOut().println(outcome(outcome));
				failed += outcome.path("causeType").isTextual() ? 1 : 0;
			}
			return (failed > 0) ? 1 : 0;
		}

		private JsonNode one(String letter) {
			return this.management.post(this.management.running(service(letter)), path(letter) + "/redrive", Map.of());
		}

		private List<JsonNode> all() {
			return SERVICES.stream()
				.map((kind) -> this.management.post(this.management.running(kind), "deadletters/redrive", Map.of()))
				.<JsonNode>mapMulti((answer, outcomes) -> answer.path("outcomes").forEach(outcomes))
				.toList();
		}

	}

	/**
	 * Gives a letter up.
	 */
	@Command(name = "discard", description = "Gives a letter up: it stays to be seen, and is not applied.")
	static final class Discard implements Callable<Integer> {

		private final Management management;

		@Spec
		private CommandSpec spec;

		@Mixin
		private HelpOption help;

		@Parameters(paramLabel = "id", description = "As list gives it.")
		private String id;

		Discard(Home home) {
			this.management = new Management(home);
		}

		@Override
		public Integer call() {
			this.spec.commandLine()
				.getOut()
				.println(outcome(this.management.delete(this.management.running(service(this.id)), path(this.id))));
			return 0;
		}

	}

}
