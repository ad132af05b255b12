package dev.rollcall.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.rollcall.benchmark.load.Response;
import dev.rollcall.local.http.JsonClient;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.topic.TopicReader;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/**
 * Watches where users become visible who have just signed up. All times are of this
 * machine's clock, in microseconds. The store is polled; the mail server records the
 * millisecond in which it has accepted a mail.
 */
final class SignUpTrace implements AutoCloseable {

	private static final long POLL_MILLIS = 2;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** A new system has the first generation of the projection. */
	private static final String ACCOUNTS = "accounts-g1";

	private final Map<String, Long> answered = new ConcurrentHashMap<>();

	private final Map<String, String> addresses = new ConcurrentHashMap<>();

	private final Map<String, Long> inKafka = new ConcurrentHashMap<>();

	private final Map<String, Long> inStore = new ConcurrentHashMap<>();

	private final Home home;

	private final TopicReader reader;

	private final MongoClient mongo;

	private final List<Thread> threads;

	private volatile boolean stopped;

	private SignUpTrace(Home home) {
		this.home = home;
		this.reader = new TopicReader(home.bootstrapServers(), Topic.USER_EVENTS.name());
		this.mongo = MongoClients.create(home.storeUri("session"));
		this.threads = List.of(new Thread(this::watchTopic, "topic"), new Thread(this::watchStore, "store"));
	}

	static SignUpTrace start(Home home) {
		SignUpTrace trace = new SignUpTrace(home);
		trace.threads.forEach(Thread::start);
		return trace;
	}

	/** Takes the response to a registration. */
	void answered(Response response) {
		String user = response.field("userId");
		this.answered.put(user, now());
		this.addresses.put(response.field("email"), user);
	}

	private static long now() {
		return micros(Instant.now());
	}

	private static long micros(Instant time) {
		return ChronoUnit.MICROS.between(Instant.EPOCH, time);
	}

	private void watchTopic() {
		while (!this.stopped) {
			for (ConsumerRecord<String, byte[]> record : this.reader.read(Duration.ofMillis(100))) {
				this.inKafka.putIfAbsent(RecordKey.parse(record.key()).subject(), now());
			}
		}
	}

	private void watchStore() {
		MongoCollection<Document> accounts = this.mongo
			.getDatabase(new ConnectionString(this.home.storeUri("session")).getDatabase())
			.getCollection(ACCOUNTS);
		while (!this.stopped) {
			List<String> awaited = this.answered.keySet()
				.stream()
				.filter((user) -> !this.inStore.containsKey(user))
				.toList();
			if (!awaited.isEmpty()) {
				accounts.find(Filters.in("_id", awaited))
					.projection(Projections.include("_id"))
					.forEach((found) -> this.inStore.putIfAbsent(found.getString("_id"), now()));
			}
			try {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	/** Returns the delays of all users whose registration was answered. */
	Delays delays() throws IOException {
		Map<String, Long> mailed = new ConcurrentHashMap<>();
		JsonClient mailbox = new JsonClient(TIMEOUT);
		// One by one: the mail server's heap does not hold all of them at a time.
		for (Map.Entry<String, String> address : this.addresses.entrySet()) {
			for (JsonNode mail : mailbox.get(this.home.mailboxUrl() + "/api/messages?limit=5&to=" + address.getKey())
				.expect(200)
				.json()) {
				// Newest first: the last one is the mail of the registration.
				mailed.put(address.getValue(), micros(Instant.parse(mail.path("receivedAt").asText())));
			}
		}
		return new Delays(delays(this.inKafka), delays(this.inStore), delays(mailed), this.answered.size());
	}

	/** What is seen before the response has no delay. */
	private Histogram delays(Map<String, Long> seen) {
		Histogram delays = new Histogram(3);
		this.answered.forEach((user, answer) -> {
			Long time = seen.get(user);
			if (time != null) {
				delays.recordValue(Math.max(0, time - answer));
			}
		});
		return delays;
	}

	@Override
	public void close() {
		this.stopped = true;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.reader.close();
		this.mongo.close();
	}

	/**
	 * Delays in microseconds.
	 *
	 * @param users the number of registrations that were answered
	 */
	record Delays(Histogram kafka, Histogram store, Histogram smtp, long users) {

		/** Returns how many were never seen in one of the places. */
		long missing() {
			return 3 * this.users - this.kafka.getTotalCount() - this.store.getTotalCount() - this.smtp.getTotalCount();
		}

	}

}
