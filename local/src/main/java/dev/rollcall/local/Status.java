package dev.rollcall.local;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Memory;
import dev.rollcall.local.process.ProcessName;
import dev.rollcall.local.process.Processes;
import dev.rollcall.local.topic.ConsumerLag;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows for each process its pid, port, readiness, resident memory and consumer lag.
 */
@Command(name = "status", description = { "Shows pid, port, readiness, memory and consumer lag of each process.",
		"Memory is resident memory. Lag is the number of offsets between the position of a service's consumer groups "
				+ "and the end of their topics; a few are normal, because the end of a transaction takes an offset." })
final class Status extends LauncherCommand {

	private final Home home;

	private final Processes processes;

	@Option(names = "--json", description = "Print one JSON array: process, pid, port, ready, memory in bytes, lag "
			+ "by consumer group.")
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
			out().println(new ObjectMapper().writeValueAsString(lines));
		}
		else {
			print(lines, out());
		}
		return 0;
	}

	private Line line(ProcessName name, Map<String, Long> lags) {
		@Nullable Long pid = this.processes.find(name).map(ProcessHandle::pid).orElse(null);
		boolean ready = pid != null && this.processes.isReady(name);
		return new Line(name.toString(), pid, name.ports(this.home.offset()).get(0), ready,
				(pid != null) ? Memory.resident(pid) : null, (pid != null) ? lag(name, lags) : null);
	}

	/** The name of a consumer group starts with the name of its service. */
	static @Nullable Map<String, Long> lag(ProcessName name, Map<String, Long> lags) {
		Map<String, Long> own = new LinkedHashMap<>();
		lags.forEach((group, lag) -> {
			if (group.startsWith(name.kind().label() + "-")) {
				own.put(group, lag);
			}
		});
		return own.isEmpty() ? null : own;
	}

	static void print(List<Line> lines, PrintWriter out) {
		out.printf("%-22s %8s %6s %6s %8s %8s%n", "PROCESS", "PID", "PORT", "READY", "MEMORY", "LAG");
		lines.forEach((line) -> out.printf("%-22s %8s %6d %6s %8s %8s%n", line.process(),
				(line.pid() != null) ? line.pid() : "-", line.port(), line.ready() ? "yes" : "no",
				(line.memory() != null) ? "%d MB".formatted(line.memory() >> 20) : "-",
				(line.lag() != null) ? line.lag().values().stream().mapToLong(Long::longValue).sum() : "-"));
		long memory = lines.stream().mapToLong((line) -> (line.memory() != null) ? line.memory() : 0).sum();
		out.printf("%-22s %8s %6s %6s %8s%n", "total", "", "", "", "%d MB".formatted(memory >> 20));
	}

	/**
	 * The state of one process; the JSON output has the same fields.
	 *
	 * @param memory resident memory in bytes
	 * @param lag in offsets, by consumer group
	 */
	record Line(String process, @Nullable Long pid, int port, boolean ready, @Nullable Long memory,
			@Nullable Map<String, Long> lag) {
	}

}
