package dev.rollcall.local.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.rollcall.deployment.Deployment;

/**
 * One start of processes. All parts start at the same time, the services once the broker
 * responds, the deploy step once broker and registry respond. Services wait themselves
 * for the rest of what they need.
 */
public final class Start {

	private static final ProcessName BROKER = ProcessName.of(Kind.BROKER);

	private static final ProcessName REGISTRY = ProcessName.of(Kind.REGISTRY);

	private static final String COMPACTION_LAG = "ROLLCALL_COMPACTION_LAG";

	/** What a deletion erases is gone after minutes, not days. */
	private static final String DEFAULT_COMPACTION_LAG = "PT1M";

	private static final String TOPICS_AND_SCHEMAS = "topics and schemas";

	private final Home home;

	private final Processes processes;

	private final Duration timeout;

	private final Consumer<String> progress;

	private final Set<ProcessName> started = ConcurrentHashMap.newKeySet();

	private final long begin = System.nanoTime();

	/**
	 * Prepares a start.
	 * @param timeout how long to wait until all processes are ready
	 */
	public Start(Home home, Processes processes, Duration timeout, Consumer<String> progress) {
		this.home = home;
		this.processes = processes;
		this.timeout = timeout;
		this.progress = progress;
	}

	/**
	 * Starts the processes that are not running, and waits until all are ready.
	 * @throws Refusal if a port is in use (then nothing is started), or a process does
	 * not become ready in time
	 */
	public void start(Collection<ProcessName> names) {
		List<ProcessName> missing = names.stream().filter((name) -> this.processes.find(name).isEmpty()).toList();
		this.processes.prepare(missing);
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			awaitAll(threads,
					Stream
						.concat(names.stream()
							.sorted()
							.map((name) -> named(name.toString(), start(name, names, missing.contains(name)))),
								deployment(names))
						.toList());
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** Adds the name of the task to failures that do not have it. */
	private static Callable<Void> named(String name, Callable<Void> task) {
		return () -> {
			try {
				return task.call();
			}
			catch (Refusal | InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw Refusal.failure(name + ": " + ((ex.getMessage() != null) ? ex.getMessage() : ex));
			}
		};
	}

	private Callable<Void> start(ProcessName name, Collection<ProcessName> names, boolean missing) {
		return () -> {
			if (missing) {
				if (name.kind().isService() && names.contains(BROKER)) {
					awaitReady(BROKER);
				}
				this.processes.start(name);
				this.started.add(name);
			}
			awaitReady(name);
			say(name.toString(), missing ? "ready" : "was running");
			return null;
		};
	}

	private Stream<Callable<Void>> deployment(Collection<ProcessName> names) {
		boolean possible = Stream.of(BROKER, REGISTRY)
			.allMatch((name) -> names.contains(name) || this.processes.find(name).isPresent());
		return possible ? Stream.of(named(TOPICS_AND_SCHEMAS, () -> {
			awaitReady(BROKER);
			awaitReady(REGISTRY);
			Deployment.deploy(Map.of("ROLLCALL_BOOTSTRAP_SERVERS", this.home.bootstrapServers(),
					"ROLLCALL_REGISTRY_URL", this.home.url(Kind.REGISTRY), COMPACTION_LAG,
					System.getenv().getOrDefault(COMPACTION_LAG, DEFAULT_COMPACTION_LAG)));
			say(TOPICS_AND_SCHEMAS, "ready");
			return null;
		})) : Stream.of();
	}

	private void awaitReady(ProcessName name) throws InterruptedException {
		while (!this.processes.isReady(name)) {
			if (this.started.contains(name) && this.processes.find(name).isEmpty()) {
				throw failure(name, "ended before it was ready");
			}
			if (System.nanoTime() - this.begin > this.timeout.toNanos()) {
				throw failure(name, "was not ready within %d s".formatted(this.timeout.toSeconds()));
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
	}

	private Refusal failure(ProcessName name, String what) {
		return Refusal.failure("%s %s; see its log %s".formatted(name, what, this.home.log(name)));
	}

	/** The first failure ends the start: later ones may be its consequences. */
	private static void awaitAll(ExecutorService threads, List<Callable<Void>> tasks) {
		CompletionService<Void> results = new ExecutorCompletionService<>(threads);
		tasks.forEach(results::submit);
		try {
			for (int i = 0; i < tasks.size(); i++) {
				results.take().get();
			}
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Refusal refusal) ? refusal : Refusal.failure("Interrupted");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Refusal.failure("Interrupted");
		}
	}

	private synchronized void say(String name, String what) {
		this.progress.accept("%-22s %-11s %5.1f s".formatted(name, what, (System.nanoTime() - this.begin) / 1e9));
	}

}
