package dev.rollcall.local;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Memory;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.topic.ConsumerLag;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Shows each process: pid, port, readiness, resident memory, consumer lag.
 */
@Command(name = "status", description = "Shows each process: pid, port, readiness, resident memory, consumer lag.")
final class Status implements Callable<Integer> {

	private final Home home;

	private final Processes processes;

	@Spec
	private CommandSpec spec;

	@Mixin
	private HelpOption help;

	@Option(names = "--json", description = "Print one JSON array.")
	private boolean json;

	Status(Home home) {
		this.home = home;
		this.processes = new Processes(home);
	}

	@Override
	public Integer call() throws InterruptedException, JsonProcessingException {
		this.processes.checkOffset();
		Set<ProcessName> names = this.processes.whole();
		boolean anyRuns = names.stream().anyMatch((name) -> this.processes.find(name).isPresent());
		Map<String, Long> lags = anyRuns ? ConsumerLag.byGroup(this.home.bootstrapServers()) : Map.of();
		List<Line> lines = new ArrayList<>();
		names.forEach((name) -> lines.add(line(name, lags)));
		if (this.json) {
			this.spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(lines));
		}
		else {
			print(lines, this.spec.commandLine().getOut());
		}
		return 0;
	}

	private Line line(ProcessName name, Map<String, Long> lags) {
		@Nullable Long pid = this.processes.find(name).map(ProcessHandle::pid).orElse(null);
		boolean ready = pid != null && this.processes.isReady(name);
		return new Line(name.toString(), pid, name.ports(this.home.offset()).get(0), ready,
				(pid != null) ? Memory.resident(pid) : null, (pid != null) ? lag(name, lags) : null);
	}

	/**
	 * A group belongs to the service whose name it begins with.
	 */
	private static @Nullable Map<String, Long> lag(ProcessName name, Map<String, Long> lags) {
		Map<String, Long> own = new LinkedHashMap<>();
		lags.forEach((group, lag) -> {
			if (group.startsWith(name.kind().label() + "-")) {
				own.put(group, lag);
			}
		});
		return own.isEmpty() ? null : own;
	}

	private static void print(List<Line> lines, PrintWriter out) {
		out.printf("%-22s %8s %6s %6s %8s %8s%n", "PROCESS", "PID", "PORT", "READY", "MEMORY", "LAG");
		lines.forEach((line) -> out.printf("%-22s %8s %6d %6s %8s %8s%n", line.process(),
				(line.pid() != null) ? line.pid() : "-", line.port(), line.ready() ? "yes" : "no",
				(line.memory() != null) ? "%d MB".formatted(line.memory() >> 20) : "-",
				(line.lag() != null) ? line.lag().values().stream().mapToLong(Long::longValue).sum() : "-"));
		long memory = lines.stream()
			.map(Line::memory)
			.filter((bytes) -> bytes != null)
			.mapToLong(Long::longValue)
			.sum();
		out.printf("%-22s %8s %6s %6s %8s%n", "together", "", "", "", "%d MB".formatted(memory >> 20));
	}

	/**
	 * A process as it is now.
	 *
	 * @param memory resident, in bytes
	 * @param lag in offsets, by consumer group
	 */
	record Line(String process, @Nullable Long pid, int port, boolean ready, @Nullable Long memory,
			@Nullable Map<String, Long> lag) {
	}

}
