package dev.rollcall.acceptance.fault;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.Guarantee;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.Ledger;
import dev.rollcall.acceptance.check.Operation;
import dev.rollcall.acceptance.check.Operation.Outcome;
import dev.rollcall.acceptance.check.ReceivedMail;

/**
 * One run of a scenario: its system, its client with the ledger, and its random numbers.
 * All guarantees are checked at the end.
 */
final class FaultRun implements AutoCloseable {

	private final FaultSystem system;

	private final Ledger ledger;

	private final LedgerClient client;

	private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);

	private final Random random = new Random(this.seed);

	private long stepBegan = System.currentTimeMillis();

	private Supplier<List<ReceivedMail>> otherMails = List::of;

	private final AtomicInteger visits = new AtomicInteger();

	private FaultRun(FaultSystem system, int gateways) {
		this.system = system;
		this.ledger = new Ledger(system.home().resolve("ledger.jsonl"));
		List<URI> addresses = IntStream.rangeClosed(1, gateways).mapToObj(system::gateway).toList();
		this.client = new LedgerClient(addresses, this.ledger);
		say("seed %d (-Dseed=%1$d)", this.seed);
	}

	/** Starts a run with a proxy in each of these links. */
	static FaultRun start(Link... links) {
		return new FaultRun(FaultSystem.start(List.of(links)), 1).warmedUp();
	}

	/** Starts a run whose log is compacted a minute after each write. */
	static FaultRun startWithCompaction() {
		return new FaultRun(FaultSystem.startWithCompaction(), 1).warmedUp();
	}

	/** Starts a run whose store's majority reads lag behind its writes. */
	static FaultRun startWithLaggingReads() {
		return new FaultRun(FaultSystem.startWithLaggingReads(), 1).warmedUp();
	}

	/** Starts a run whose clients know two gateways. */
	static FaultRun startWithTwoGateways() {
		return new FaultRun(FaultSystem.start(List.of()), 2).warmedUp();
	}

	/** Warms up: JVMs that have just started are slower than the limits allow. */
	private FaultRun warmedUp() {
		IntStream.range(0, 80).parallel().forEach((i) -> visit());
		new Quiet(this.system).await(System.nanoTime(), Duration.ofMinutes(1));
		this.stepBegan = System.currentTimeMillis();
		return this;
	}

	/** Adds the mails that another mail server received. */
	FaultRun alsoReceived(Supplier<List<ReceivedMail>> mails) {
		this.otherMails = mails;
		return this;
	}

	FaultSystem system() {
		return this.system;
	}

	LedgerClient client() {
		return this.client;
	}

	Ledger ledger() {
		return this.ledger;
	}

	Random random() {
		return this.random;
	}

	/**
	 * What one user does: registers. One in ten also signs in, refreshes, signs out, and
	 * tries to refresh again; some of them change their name, or their password and sign
	 * in with it.
	 */
	void visit() {
		int visit = this.visits.incrementAndGet();
		boolean staying = visit % 10 == 0;
		this.client.register().filter((person) -> staying).flatMap(this.client::signIn).ifPresent((session) -> {
			Session current = this.client.refresh(session).orElse(session);
			if (visit % 20 == 0) {
				this.client.changeProfile(current);
			}
			if (visit % 40 == 10) {
				this.client.changePassword(current).flatMap(this.client::signIn);
			}
			this.client.signOut(current);
			this.client.refresh(current);
		});
	}

	/** Prints a measurement. */
	static void say(String text, Object... arguments) {
		String scenario = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
			.walk((frames) -> frames.map((frame) -> frame.getDeclaringClass().getSimpleName())
				.filter((name) -> name.endsWith("Tests"))
				.findFirst()
				.orElse("fault"));
		System.out.printf("[%s] %s%n", scenario, text.formatted(arguments)); // console
	}

	/** Waits while a fault lasts. */
	static void last(Duration duration) {
		try {
			new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** A size of the scenario: a system property; the default is the full size. */
	static int size(String name, int full) {
		return Integer.getInteger(name, full);
	}

	/**
	 * Waits until the system is quiet, resolves unknown outcomes and requires all
	 * guarantees.
	 * @param since the end of the fault, by {@link System#nanoTime()}
	 * @param limit how soon the system has to be quiet
	 * @param circumstances what the scenario did
	 * @return the artefacts
	 */
	History verify(long since, Duration limit, Circumstances circumstances) {
		Quiet quiet = new Quiet(this.system);
		Duration quietAfter = quiet.await(since, limit.plusSeconds(120));
		int resolved = this.client.resolve();
		quiet.await(System.nanoTime(), Duration.ofMinutes(2));
		History history = this.system.dump()
			.take(this.ledger.read(), circumstances.quiet(quietAfter, limit).since(this.stepBegan))
			.alsoReceived(this.otherMails.get());
		this.stepBegan = System.currentTimeMillis();
		report(history, resolved, quietAfter);
		Guarantee.requireAll(history);
		new Canaries(this.system.home().resolve("log")).requireNone(history);
		return history;
	}

	private void report(History history, int resolved, Duration quietAfter) {
		List<Operation> ledger = history.ledger();
		long[] durations = ledger.stream().mapToLong((line) -> line.end() - line.start()).sorted().toArray();
		long copies = history.mails().size() - history.mails().stream().distinct().count();
		say("operations %d: ok %d, refused %d, unknown at first %d, resolved %d; p50 %d ms, p99 %d ms, max %d ms",
				ledger.size(), count(ledger, Outcome.OK), count(ledger, Outcome.FAIL), count(ledger, Outcome.INFO),
				resolved, at(durations, 50), at(durations, 99), at(durations, 100));
		say("accounts %d, records %d, mails %d (copies %d); quiet after %.1f s", history.stores().accounts().size(),
				history.log().size(), history.mails().size(), copies, quietAfter.toMillis() / 1000.0);
	}

	private static long count(List<Operation> ledger, Outcome outcome) {
		return ledger.stream().filter((line) -> line.outcome() == outcome).count();
	}

	private static long at(long[] sorted, int percent) {
		return Arrays.stream(sorted).skip((sorted.length - 1) * (long) percent / 100).findFirst().orElse(0);
	}

	@Override
	public void close() {
		this.system.close();
		this.ledger.close();
	}

}
