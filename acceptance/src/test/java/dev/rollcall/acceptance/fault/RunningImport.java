package dev.rollcall.acceptance.fault;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An import of many users with the same hash, in requests of {@value #PORTION} lines,
 * because the client reads no response while it sends.
 */
final class RunningImport {

	private static final int PORTION = 1000;

	private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

	/** Of the same cost as Rollcall's own. */
	private static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$"
			+ "AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

	private final Calls calls = new Calls();

	private final FaultRun run;

	private final CompletableFuture<Void> end;

	private final AtomicInteger created = new AtomicInteger();

	private final AtomicInteger failures = new AtomicInteger();

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

	/** The number of lines that were sent again. */
	int failures() {
		return this.failures.get();
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
		Session current = administrator;
		for (int first = 0; first < users; first += PORTION) {
			List<String> lines = IntStream.range(first, Math.min(first + PORTION, users))
				.mapToObj(RunningImport::line)
				.toList();
			while (!lines.isEmpty()) {
				current = this.run.client().refresh(current).orElseThrow();
				lines = failed(current, lines);
			}
		}
	}

	/** Returns the lines to send again, because the store failed. */
	private List<String> failed(Session administrator, List<String> lines) {
		URI address = this.run.system().gateway().resolve("/api/v1/admin/users/import");
		HttpResponse<String> response = this.calls.postLines(address, administrator, String.join("\n", lines));
		if (response.statusCode() == 503) {
			assertThat(response.headers().firstValue("Retry-After")).isPresent();
			FaultRun.last(RETRY_PAUSE);
			this.failures.addAndGet(lines.size());
			return lines;
		}
		List<String> results = response.body().lines().toList();
		if (response.statusCode() != 200 || results.size() != lines.size()) {
			throw new AssertionError(
					"%d results of %d lines; status %d".formatted(results.size(), lines.size(), response.statusCode()));
		}
		List<String> failed = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) {
			if (results.get(i).contains("\"created\"") || results.get(i).contains("\"exists\"")) {
				this.created.incrementAndGet();
			}
			else {
				failed.add(lines.get(i));
			}
		}
		this.failures.addAndGet(failed.size());
		return failed;
	}

	private static String line(int user) {
		return "{\"email\":\"imported-%d@example.org\",\"passwordHash\":\"%s\",\"displayName\":\"Ada %1$d\"}"
			.formatted(user, HASH);
	}

}
