package dev.rollcall.benchmark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.rollcall.benchmark.load.Response;
import dev.rollcall.benchmark.load.Window;
import dev.rollcall.benchmark.peer.RollcallSystem;
import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.peer.Target;
import dev.rollcall.benchmark.result.Measurement;
import dev.rollcall.benchmark.result.Series;

/**
 * How long it takes from the 201 of a registration until its event is in Kafka, its
 * account in session-service's store and its mail with the mail server: at 10, 50 and 90
 * % of the rate that a closed loop reaches.
 */
final class Pipeline {

	private static final int CONNECTIONS = 8;

	private static final List<Integer> PERCENT = List.of(10, 50, 90);

	private final Settings settings;

	private final Loads loads;

	private final PrintWriter out;

	Pipeline(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.loads = new Loads(settings);
		this.out = out;
	}

	Outcome run() throws Exception {
		Outcome outcome = new Outcome();
		try (RollcallSystem system = RollcallSystem.byDefault(this.settings)) {
			system.start();
			double capacity = capacity(system);
			outcome.parameter("capacity", "%.1f/s".formatted(capacity));
			outcome.parameter("length", length().toSeconds() + " s each");
			system.drain();
			for (int percent : PERCENT) {
				Measurement measurement = at(percent, capacity, system);
				this.out.printf("pipeline       %d %%: %s%n", percent, Figures.text(measurement));
				outcome.add(measurement);
				system.drain();
			}
			outcome.versions(system.versions());
		}
		return outcome;
	}

	private double capacity(RollcallSystem system) throws Exception {
		return this.loads.ceiling(target(system, (response) -> {
		}), system.processes()).window().perSecond();
	}

	private static Target target(RollcallSystem system, Consumer<Response> answered) {
		return new Target(system.series(), system.gateway(), CONNECTIONS,
				(connections) -> system.registrations(answered));
	}

	private Duration length() {
		return this.loads.length().multipliedBy(3);
	}

	private Measurement at(int percent, double capacity, RollcallSystem system) throws Exception {
		try (SignUpTrace trace = SignUpTrace.start(system.home())) {
			Window window = this.loads.atRate(target(system, trace::answered), capacity * percent / 100, length());
			system.drain();
			SignUpTrace.Delays delays = trace.delays();
			Map<String, Double> figures = new TreeMap<>();
			figures.put(Series.RATE, window.perSecond());
			figures.put("errors", (double) window.errors() + window.unfinished());
			Figures.putPercentiles(figures, "answer", window.latencies());
			Figures.putPercentiles(figures, "kafka", delays.kafka());
			Figures.putPercentiles(figures, "store", delays.store());
			Figures.putPercentiles(figures, "smtp", delays.smtp());
			figures.put("missing", (double) delays.missing());
			return new Measurement(percent + " %", 1, figures, Map.of());
		}
	}

}
