package dev.rollcall.local.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.local.demo.Inbox.Mail;
import dev.rollcall.local.http.JsonClient;
import dev.rollcall.local.process.Home;
import dev.rollcall.local.process.Kind;
import dev.rollcall.local.topic.RecordDecoder;
import dev.rollcall.local.topic.TopicReader;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Signs up a random user and observes each step where it becomes visible: API, topic,
 * store of session-service, mailbox.
 */
public final class Demo {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String TOPIC = Topic.USER_EVENTS.name();

	private static final Pattern LINK = Pattern.compile("[?]token=([A-Za-z0-9_-]+)");

	private final JsonClient http = new JsonClient(TIMEOUT);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Home home;

	private final String url;

	private final Consumer<String> progress;

	private final String email = "demo-" + UUID.randomUUID() + "@example.com";

	private final String password = "demo " + UUID.randomUUID();

	private volatile long begin;

	private volatile boolean failed;

	private final CompletableFuture<String> accessToken = new CompletableFuture<>();

	/**
	 * Prepares a demonstration.
	 * @param url the gateway's address, without a path
	 */
	public Demo(Home home, String url, Consumer<String> progress) {
		this.home = home;
		this.url = url;
		this.progress = progress;
	}

	/**
	 * Runs the demonstration.
	 * @return true if every step was seen in time
	 * @throws IOException if the sign-up fails
	 */
	public boolean run() throws InterruptedException, IOException {
		try (TopicReader reader = new TopicReader(this.home.bootstrapServers(), TOPIC);
				MongoClient mongo = MongoClients.create(this.home.storeUri("session"))) {
			MongoDatabase store = mongo.getDatabase(database(this.home.storeUri("session")));
			// Connects, so that the delays below do not contain the connection.
			account(store, "none");
			this.progress.accept("Signing up " + this.email);
			this.begin = System.nanoTime();
			JsonClient.Response registered = post("registrations",
					Map.of("email", this.email, "password", this.password, "displayName", "Demo"), "Idempotency-Key",
					UUID.randomUUID().toString())
				.expect(201);
			String userId = registered.json().path("userId").asText();
			say("sign-up: status 201, user " + userId);
			List<Future<?>> steps = List.of(watch("UserRegistered in Kafka", () -> event(reader, userId)),
					watch("account in session-service's store", () -> awaitAccount(store, userId)),
					watch("verification by mail, and notification", this::verify),
					watch("sign-in", () -> signIn(registered.header(ConsistencyToken.HEADER))));
			for (Future<?> step : steps) {
				await(step);
			}
			return !this.failed;
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	/**
	 * Returns the database of a connection string; "test" if it has none, as in Spring.
	 */
	static String database(String uri) {
		String database = new ConnectionString(uri).getDatabase();
		return (database != null) ? database : "test";
	}

	private JsonClient.Response post(String path, Map<String, String> body, String... headers) throws IOException {
		return this.http.sendRetrying(TIMEOUT, "POST", this.url + "/api/v1/" + path, body, headers);
	}

	private String event(TopicReader reader, String userId) throws IOException {
		RecordDecoder decoder = new RecordDecoder(this.home.url(Kind.REGISTRY));
		while (!isLate()) {
			for (ConsumerRecord<String, byte[]> record : reader.read(Duration.ofMillis(100))) {
				if (record.value() != null && userId.equals(RecordKey.parse(record.key()).subject())) {
					GenericRecord event = decoder.decode(record.value());
					return "%s in Kafka, partition %d offset %d".formatted(event.getSchema().getName(),
							record.partition(), record.offset());
				}
			}
		}
		throw new IOException("no record of this user in " + TOPIC);
	}

	private String awaitAccount(MongoDatabase store, String userId) throws IOException, InterruptedException {
		while (!isLate()) {
			if (account(store, userId) != null) {
				return "account in session-service's store";
			}
			TimeUnit.MILLISECONDS.sleep(5);
		}
		throw new IOException("no account in the active generation of the projection");
	}

	private static @Nullable Document account(MongoDatabase store, String userId) {
		Document projection = store.getCollection("projections").find(new Document("_id", "accounts")).first();
		Document active = (projection != null) ? projection.get("active", new Document()) : new Document();
		int generation = active.keySet()
			.stream()
			.max(Comparator.comparingInt(Integer::parseInt))
			.map(active::getInteger)
			.orElse(1);
		return store.getCollection("accounts-g" + generation).find(new Document("_id", userId)).first();
	}

	/** Follows the link of the mail, then waits for the welcome notification. */
	private String verify() throws IOException, InterruptedException, ExecutionException, TimeoutException {
		Mail mail = mail();
		say("mail in the mailbox: " + mail.subject());
		Matcher link = LINK.matcher(mail.text());
		if (!link.find()) {
			throw new IOException("no link in the mail");
		}
		post("email-verifications", Map.of("token", link.group(1))).expect(204);
		say("link followed, address verified");
		return notification(this.accessToken.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
	}

	private Mail mail() throws IOException, InterruptedException {
		Inbox inbox = new Inbox(this.http, this.home.mailboxUrl());
		while (!isLate()) {
			Mail mail = inbox.newest(this.email);
			if (mail != null) {
				return mail;
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
		throw new IOException("no mail for " + this.email);
	}

	private String signIn(String consistency) throws IOException {
		JsonClient.Response session = post("sessions", Map.of("email", this.email, "password", this.password),
				ConsistencyToken.HEADER, consistency)
			.expect(201);
		this.accessToken.complete(session.json().path("accessToken").asText());
		return "sign-in: status 201";
	}

	private String notification(String token) throws IOException, InterruptedException {
		while (!isLate()) {
			JsonNode newest = this.http.get(this.url + "/api/v1/notifications", "Authorization", "Bearer " + token)
				.expect(200)
				.json()
				.at("/notifications/0");
			if (!newest.isMissingNode()) {
				return "notification in the application: " + newest.path("title").asText();
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
		throw new IOException("no notification");
	}

	private Future<?> watch(String what, Callable<String> step) {
		return this.threads.submit(() -> {
			try {
				say(step.call());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (Exception ex) {
				this.failed = true;
				say("FAILED: " + what + ": " + ((ex.getMessage() != null) ? ex.getMessage() : ex));
			}
		});
	}

	private static void await(Future<?> step) throws InterruptedException {
		try {
			step.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean isLate() {
		return System.nanoTime() - this.begin > TIMEOUT.toNanos();
	}

	private synchronized void say(String line) {
		this.progress.accept("%7d ms  %s".formatted((System.nanoTime() - this.begin) / 1_000_000, line));
	}

}
