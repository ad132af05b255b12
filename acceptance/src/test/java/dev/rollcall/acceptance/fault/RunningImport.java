package dev.rollcall.acceptance.fault;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An import of many users with the same hash, in requests of {@value #PORTION} lines,
 * because the client reads no response while it sends.
 */
final class RunningImport {

	private static final int PORTION = 1000;

	/** Of the same cost as Rollcall's own. */
	private static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$"
			+ "AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

	private final Calls calls = new Calls();

	private final FaultRun run;

	private final CompletableFuture<Void> end;

	private final AtomicInteger created = new AtomicInteger();

	private RunningImport(FaultRun run, Session administrator, int users) {
		this.run = run;
		this.end = CompletableFuture.runAsync(() -> take(administrator, users));
	}

	static RunningImport start(FaultRun run, Session administrator, int users) {
		return new RunningImport(run, administrator, users);
	}

	int created() {
		return this.created.get();
	}

	/** Fails if the import failed. */
	boolean isDone() {
		if (this.end.isDone()) {
			this.end.join();
		}
		return this.end.isDone();
	}

	/** The access token lives for minutes: each request has a new one. */
	private void take(Session administrator, int users) {
		URI address = this.run.system().gateway().resolve("/api/v1/admin/users/import");
		Session current = administrator;
		for (int first = 0; first < users; first += PORTION) {
			current = this.run.client().refresh(current).orElseThrow();
			String lines = IntStream.range(first, Math.min(first + PORTION, users))
				.mapToObj(RunningImport::line)
				.collect(Collectors.joining("\n"));
			HttpResponse<String> response = this.calls.postLines(address, current, lines);
			long taken = response.body().lines().filter((line) -> line.contains("\"created\"")).count();
			if (response.statusCode() != 200 || taken != Math.min(PORTION, users - first)) {
				throw new AssertionError("%d of the lines from %d on were imported; status %d".formatted(taken, first,
						response.statusCode()));
			}
			this.created.addAndGet((int) taken);
		}
	}

	private static String line(int user) {
		return "{\"email\":\"imported-%d@example.org\",\"passwordHash\":\"%s\",\"displayName\":\"Ada %1$d\"}"
			.formatted(user, HASH);
	}

}
