package dev.rollcall.acceptance;

import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.acceptance.Client.Answer;
import org.bson.Document;

/**
 * Measures a running system ({@code ./rollcall up}), one registration after another: the
 * delay from the 201 to the account being in session-service's store, and whether a
 * sign-in right after the 201 succeeds. Not a test: it prints figures.
 */
final class SignUpDelays {

	private static final int COUNT = Integer.getInteger("count", 500);

	private static final long LIMIT_NANOS = 10_000_000_000L;

	private final Client client = new Client(URI.create("http://127.0.0.1:8080"));

	private SignUpDelays() {
	}

	public static void main(String[] arguments) {
		new SignUpDelays().run();
	}

	private void run() {
		try (MongoClient mongo = MongoClients.create("mongodb://127.0.0.1:27018/?retryWrites=false")) {
			MongoCollection<Document> accounts = mongo.getDatabase("session").getCollection("accounts-g1");
			for (int i = 0; i < 50; i++) {
				delay(accounts);
			}
			report("201 to session-service's store", measure(() -> delay(accounts)));
		}
		report("sign-in right after the 201 with the token", measure(this::signIn));
	}

	private long delay(MongoCollection<Document> accounts) {
		Answer registered = this.client.register(Client.anEmail());
		long start = System.nanoTime();
		expect(registered);
		while (accounts.find(Filters.and(Filters.eq(registered.text("userId")), Filters.exists("credential")))
			.first() == null) {
			if (System.nanoTime() - start > LIMIT_NANOS) {
				throw new IllegalStateException("Not there after 10 s");
			}
			LockSupport.parkNanos(1_000_000);
		}
		return System.nanoTime() - start;
	}

	private long signIn() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		expect(registered);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		expect(session);
		return session.delay().toNanos();
	}

	private static void expect(Answer answer) {
		if (answer.status() != 201) {
			throw new IllegalStateException(answer.toString());
		}
	}

	private static long[] measure(LongSupplier once) {
		long[] nanos = new long[COUNT];
		for (int i = 0; i < COUNT; i++) {
			nanos[i] = once.getAsLong();
		}
		Arrays.sort(nanos);
		return nanos;
	}

	private static void report(String what, long[] sorted) {
		System.out.printf("%s: %d of %d, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n", what, sorted.length, COUNT, // console
				sorted[COUNT / 2] / 1e6, sorted[COUNT * 99 / 100] / 1e6, sorted[COUNT - 1] / 1e6);
	}

}
