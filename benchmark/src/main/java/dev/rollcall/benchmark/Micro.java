package dev.rollcall.benchmark;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.rollcall.benchmark.peer.Settings;
import dev.rollcall.benchmark.result.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures single operations with JMH, on one thread. JMH's JVMs also have the classes of
 * session-service.
 */
final class Micro {

	private static final String BENCHMARKS = "dev\\.rollcall\\..*Benchmark";

	/** JMH passes it on. */
	private static final String CLASS_PATH = "java.class.path";

	private final Settings settings;

	private final PrintWriter out;

	Micro(Settings settings, PrintWriter out) {
		this.settings = settings;
		this.out = out;
	}

	Outcome run() throws RunnerException {
		Outcome outcome = new Outcome();
		Path service = this.settings.home().root().resolve("session-service/target");
		System.setProperty(CLASS_PATH, String.join(File.pathSeparator, System.getProperty(CLASS_PATH),
				service.resolve("session-service.jar").toString(), service.resolve("lib").toString() + "/*"));
		int forks = this.settings.quick() ? 1 : 3;
		int iterations = this.settings.quick() ? 2 : 5;
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(BENCHMARKS)
			.mode(Mode.AverageTime)
			.timeUnit(TimeUnit.MICROSECONDS)
			.forks(forks)
			.warmupIterations(iterations)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(iterations)
			.measurementTime(TimeValue.seconds(1))
			.verbosity(VerboseMode.SILENT)
			.jvmArgsAppend("-Dslf4j.internal.verbosity=ERROR")
			.shouldFailOnError(true)
			.build()).run();
		results.stream().map(Micro::measurement).forEach((one) -> {
			this.out.printf("%-14s %-38s %s%n", "micro", one.series(), Figures.text(one));
			outcome.add(one);
		});
		outcome.parameter("forks", Integer.toString(forks));
		outcome.parameter("iterations of 1 s", Integer.toString(iterations));
		outcome.versions(Map.of("Java", Runtime.version().toString()));
		return outcome;
	}

	private static Measurement measurement(RunResult result) {
		Result<?> time = result.getPrimaryResult();
		return new Measurement(name(result.getParams()), 1,
				Map.of("micros", time.getScore(), "errorMicros", time.getScoreError()), Map.of());
	}

	/** Such as {@code hash 19456/2}. */
	private static String name(BenchmarkParams params) {
		StringBuilder name = new StringBuilder(params.getBenchmark().replaceFirst(".*[.]", ""));
		params.getParamsKeys().forEach((key) -> name.append(' ').append(params.getParam(key)));
		return name.toString();
	}

}
