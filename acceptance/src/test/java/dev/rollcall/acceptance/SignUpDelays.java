package dev.rollcall.acceptance;

import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.acceptance.Client.Answer;
import org.bson.Document;

/**
 * Measures a running system ({@code ./rollcall up}), one registration after another: the
 * delay from the 201 until the account is in session-service's store, and how many
 * sign-ins immediately after the 201 succeed. Not a test: it prints figures. The README
 * describes how to run it.
 */
final class SignUpDelays {

	private static final int COUNT = Integer.getInteger("count", 500);

	private static final long FAILED = Long.MAX_VALUE;

	private static final int OFFSET = Integer.getInteger("rollcall.offset", 0);

	private static final int WARM_UP = 50;

	private static final long LIMIT_NANOS = 10_000_000_000L;

	private final Client client = new Client(URI.create("http://127.0.0.1:" + (8080 + OFFSET)));

	private SignUpDelays() {
	}

	public static void main(String[] arguments) {
		new SignUpDelays().run();
	}

	private void run() {
		try (MongoClient mongo = MongoClients
			.create("mongodb://127.0.0.1:%d/?retryWrites=false".formatted(27018 + OFFSET))) {
			MongoCollection<Document> accounts = mongo.getDatabase("session").getCollection("accounts-g1");
			for (int i = 0; i < WARM_UP; i++) {
				delay(accounts);
			}
			report("from the 201 to session-service's store", measure(() -> delay(accounts)));
		}
		report("immediate sign-in with the consistency token", measure(this::signIn));
	}

	/**
	 * Nanoseconds, or {@link #FAILED}.
	 */
	private long delay(MongoCollection<Document> accounts) {
		Answer registered = register(Client.anEmail());
		long start = System.nanoTime();
		while (accounts.find(Filters.and(Filters.eq(registered.text("userId")), Filters.exists("credential")))
			.first() == null) {
			if (System.nanoTime() - start > LIMIT_NANOS) {
				return FAILED;
			}
			LockSupport.parkNanos(1_000_000);
		}
		return System.nanoTime() - start;
	}

	private long signIn() {
		String email = Client.anEmail();
		Answer session = this.client.signIn(email, "Rollcall-Consistency",
				register(email).header("Rollcall-Consistency"));
		return (session.status() == 201) ? session.delay().toNanos() : FAILED;
	}

	private Answer register(String email) {
		Answer registered = this.client.register(email);
		if (registered.status() != 201) {
			throw new IllegalStateException(registered.toString());
		}
		return registered;
	}

	/**
	 * Sorted, so that failures count as slowest.
	 */
	private static long[] measure(LongSupplier once) {
		return LongStream.generate(once).limit(COUNT).sorted().toArray();
	}

	private static void report(String what, long[] sorted) {
		long succeeded = LongStream.of(sorted).filter((nanos) -> nanos != FAILED).count();
		System.out.printf("%-45s %d of %d, p50 %s, p99 %s, max %s%n", what, succeeded, sorted.length, // console
				text(sorted[COUNT / 2]), text(sorted[COUNT * 99 / 100]), text(sorted[COUNT - 1]));
	}

	private static String text(long nanos) {
		return (nanos != FAILED) ? "%.1f ms".formatted(nanos / 1e6) : "failed";
	}

}
