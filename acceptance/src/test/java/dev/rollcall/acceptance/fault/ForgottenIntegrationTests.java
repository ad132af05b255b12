package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.acceptance.check.LogRecord;
import dev.rollcall.acceptance.fault.RawSearch.Canary;
import dev.rollcall.acceptance.fault.RawSearch.Kind;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * I16: half of the users are deleted. Every byte of every file of the system, and every
 * document of the stores, is searched for what is known about them; at each step
 * {@code verify --erasure} has to find the same. {@code -Dusers=} sets another number.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgottenIntegrationTests {

	/** A minute each for the lag, the markers and the cleaner, and one to spare. */
	private static final Duration BOUND = Duration.ofMinutes(4);

	private static final Set<String> COMPACTED = Set.of(Topic.USER_EVENTS.name(), Topic.USERS.name(),
			Topic.USER_CREDENTIALS.name());

	/** Topics that expire by contract, after 7 and 30 days. */
	private static final Set<String> EXPIRING = Set.of(Topic.NOTIFICATION_REQUESTS.name(), Topic.SESSION_EVENTS.name());

	/** Received mails are the mail server's. */
	private static final String MAILS = "data/mail";

	/** Free space of the stores' files, until their next stop. */
	private static final String STORE_FILES = "data/store";

	private static final String USER_EVENTS = Topic.USER_EVENTS.name();

	private static FaultRun run;

	private static List<Session> deleted;

	private static List<Session> others;

	private static RawSearch search;

	/** The content of the others, before anybody is deleted. */
	private static Map<String, String> before;

	private static LogRecord firstRecord;

	private static long deletedAt;

	@BeforeAll
	static void start() {
		run = FaultRun.startWithCompaction();
		int users = FaultRun.size("users", 40);
		List<Session> sessions = IntStream.range(0, users).mapToObj((i) -> live()).toList();
		quiet();
		deleted = sessions.subList(0, users / 2);
		others = sessions.subList(users / 2, users);
		search = new RawSearch(UserSecrets.of(run, deleted));
		before = contentOfOthers();
		String first = userId(deleted.get(0));
		firstRecord = records().filter((record) -> record.topic().equals(USER_EVENTS) && first.equals(record.key()))
			.findFirst()
			.orElseThrow();
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	/** Without this, the following tests could pass because they search wrongly. */
	@Test
	@Order(1)
	void searchesFindDeletedUsersInLogWhileNothingIsCompacted() {
		assertThat(files().values().stream().flatMap(Set::stream).map(Canary::kind))
			.containsAll(EnumSet.complementOf(EnumSet.of(Kind.PASSWORD, Kind.TOKEN)));
		assertThat(documents()).containsKeys("registration-service.accounts", "registration-service.outbox_published");
		new TopicSettings(run.system()).set(COMPACTED, Topic.COMPACTION_LAG, Duration.ofDays(1).toMillis());
		deleted.forEach(ForgottenIntegrationTests::delete);
		deletedAt = System.nanoTime();
		quiet();

		ErasureReport report = ErasureReport.of(run.system());
		Map<String, Set<Canary>> found = files();
		COMPACTED.forEach((topic) -> {
			assertThat(users(found.get(topic))).as(topic).isEqualTo(ids(deleted));
			assertThat(report.found().get(topic)).as(topic).isEqualTo(ids(deleted));
		});
		assertThat(report.status()).isEqualTo(1);
		assertThat(report.deletedUsers()).isEqualTo(deleted.size());
	}

	@Test
	@Order(2)
	void storesHaveErasedThemAtOnce() {
		assertThat(documents()).isEmpty();
		assertThat(ErasureReport.of(run.system()).found().keySet()).allMatch((place) -> place.startsWith("rollcall-"));
	}

	@Test
	@Order(3)
	void compactionRemovesThemWithinItsBound() {
		new TopicSettings(run.system()).set(COMPACTED, Topic.COMPACTION_LAG, Duration.ofMinutes(1).toMillis());
		Path broker = run.system().home().resolve("data/broker");
		await().atMost(BOUND)
			.pollInterval(Duration.ofSeconds(3))
			.untilAsserted(() -> assertThat(search.in(broker, ForgottenIntegrationTests::compactedSegment)).isEmpty());
		FaultRun.say("compacted %d s after the deletion", (System.nanoTime() - deletedAt) / 1_000_000_000);

		Map<String, Set<Canary>> found = files();
		say(found);
		assertThat(found.keySet()).isSubsetOf(Topic.NOTIFICATION_REQUESTS.name(), MAILS, STORE_FILES);
		ErasureReport report = ErasureReport.of(run.system());
		assertThat(report.found()).containsOnlyKeys(Topic.NOTIFICATION_REQUESTS.name(), Topic.SESSION_EVENTS.name());
		assertThat(report.status()).isEqualTo(1);
		assertThat(ofDeleted()).hasSize(deleted.size()).containsOnly(USER_EVENTS + " UserDeleted");
	}

	@Test
	@Order(4)
	void nothingIsLeftWhenTheRestHasExpired() {
		new TopicSettings(run.system()).set(EXPIRING, "retention.ms", 1);
		await().atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(files().keySet()).isSubsetOf(MAILS, STORE_FILES));
		ErasureReport report = ErasureReport.of(run.system());
		assertThat(report.found()).isEmpty();
		assertThat(report.deletedUsers()).isEqualTo(deleted.size());
		assertThat(report.status()).isZero();
	}

	@Test
	@Order(5)
	void otherUsersAreWhole() {
		assertThat(contentOfOthers()).isEqualTo(before);
		assertThat(others).allMatch((session) -> run.client().signIn(session.person()).isPresent());
	}

	/** As if the tombstone of one record had not been published. */
	@Test
	@Order(6)
	void recordWithoutItsTombstoneIsFound() {
		String user = userId(deleted.get(0));
		Header[] headers = firstRecord.headers()
			.entrySet()
			.stream()
			.map((header) -> new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)))
			.toArray(Header[]::new);
		try (RawProducer producer = new RawProducer(run.system())) {
			producer.sendTo(firstRecord.partition(),
					RecordKey.ofEvent(user, 1).toString().getBytes(StandardCharsets.UTF_8), firstRecord.bytes(),
					headers);
		}
		quiet();
		Map<String, Set<Canary>> found = files();
		assertThat(found.keySet()).isSubsetOf(USER_EVENTS, MAILS, STORE_FILES);
		assertThat(users(found.get(USER_EVENTS))).containsExactly(user);
		ErasureReport report = ErasureReport.of(run.system());
		assertThat(report.found()).isEqualTo(Map.of(USER_EVENTS, Set.of(user)));
		assertThat(report.status()).isEqualTo(1);
		assertThat(documents()).isEmpty();
	}

	@Test
	@Order(7)
	void stoppedSystemHasNotAByteOfThem() {
		run.system().down();
		Map<String, Set<Canary>> found = files();
		say(found);
		assertThat(found).containsOnlyKeys(USER_EVENTS, MAILS);
		assertThat(users(found.get(USER_EVENTS))).containsExactly(userId(deleted.get(0)));
	}

	/** A user with a record of each kind in each topic. */
	private static Session live() {
		Person person = run.client().register().orElseThrow();
		Session session = run.client().signIn(person).orElseThrow();
		String link = await().atMost(Duration.ofSeconds(30))
			.until(() -> UserSecrets.links(run.system(), person.email()), (links) -> !links.isEmpty())
			.get(0);
		send("/api/v1/email-verifications", "POST", session, Map.of("token", link), 204);
		run.client().changeProfile(session);
		Person changed = run.client().changePassword(session).orElseThrow();
		return run.client().signIn(changed).orElseThrow();
	}

	private static void delete(Session session) {
		send("/api/v1/users/me", "DELETE", session, Map.of("password", session.person().password()), 202);
	}

	private static void send(String path, String method, Session session, Map<String, String> body, int status) {
		String json = body.entrySet()
			.stream()
			.map((field) -> "\"%s\":\"%s\"".formatted(field.getKey(), field.getValue()))
			.collect(Collectors.joining(",", "{", "}"));
		HttpRequest request = HttpRequest.newBuilder(URI.create(run.system().gateway() + path))
			.header("Authorization", "Bearer " + session.accessToken())
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(json))
			.build();
		try {
			assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
				.isEqualTo(status);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void quiet() {
		new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
	}

	private static Stream<LogRecord> records() {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> COMPACTED.contains(record.topic()) && record.bytes() != null);
	}

	/**
	 * All events, the newest record in the other compacted topics, the account and the
	 * projected account of every user who is not deleted; those of the warm-up too.
	 */
	private static Map<String, String> contentOfOthers() {
		Set<String> users = ids(deleted);
		Map<String, String> content = new TreeMap<>();
		records().filter((record) -> !users.contains(record.key())).forEach((record) -> {
			Object version = record.topic().equals(USER_EVENTS) ? record.fields().get("userVersion") : "newest";
			content.put("%s %s %s".formatted(record.topic(), record.key(), version),
					Base64.getEncoder().encodeToString(record.bytes()));
		});
		Stream
			.concat(run.system().dump().stores().accounts().stream(), run.system().dump().stores().projected().stream())
			.filter((document) -> !users.contains(document.getString("_id")))
			.forEach((document) -> content.merge("document " + document.getString("_id"), document.toJson(),
					String::concat));
		return content;
	}

	/** Topics and types of the records that compaction has left of the deleted users. */
	private static List<String> ofDeleted() {
		Set<String> users = ids(deleted);
		return records().filter((record) -> users.contains(record.key()))
			.map((record) -> record.topic() + " " + record.type())
			.toList();
	}

	/** The canaries in the documents of the stores, by {@code service.collection}. */
	private static Map<String, Set<Canary>> documents() {
		Map<String, Set<Canary>> found = new TreeMap<>();
		for (String service : List.of("registration-service", "session-service", "notification-service")) {
			try (MongoClient mongo = MongoClients.create(run.system().store(service))) {
				MongoDatabase store = mongo.getDatabase(service.replace("-service", ""));
				store.listCollectionNames()
					.forEach((name) -> store.getCollection(name, RawBsonDocument.class).find().forEach((document) -> {
						Set<Canary> here = search.in(document.getByteBuffer().asNIO().array());
						if (!here.isEmpty()) {
							found.computeIfAbsent(service + "." + name, (key) -> new TreeSet<>()).addAll(here);
						}
					}));
			}
		}
		return found;
	}

	/** The canaries in all files of the home, by topic or folder. */
	private static Map<String, Set<Canary>> files() {
		return search.in(run.system().home(), ForgottenIntegrationTests::place);
	}

	private static String place(Path file) {
		Path path = run.system().home().relativize(file);
		if (path.startsWith("ledger.jsonl") || path.startsWith("points")) {
			return ""; // of the clients and of the crash points
		}
		return path.startsWith("data/broker/log") ? topic(file)
				: path.subpath(0, Math.min(2, Math.max(1, path.getNameCount() - 1))).toString();
	}

	/** Folders are named by partition, those of a deleted one with a suffix. */
	private static String topic(Path file) {
		return file.getParent().getFileName().toString().replaceFirst("-[0-9]+([.].*)?$", "");
	}

	private static String compactedSegment(Path file) {
		return COMPACTED.contains(topic(file)) ? topic(file) : "";
	}

	private static Set<String> users(Set<Canary> canaries) {
		return canaries.stream().map(Canary::user).collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> ids(List<Session> sessions) {
		return sessions.stream().map(ForgottenIntegrationTests::userId).collect(Collectors.toCollection(TreeSet::new));
	}

	private static String userId(Session session) {
		return session.person().userId();
	}

	private static void say(Map<String, Set<Canary>> found) {
		found.forEach((place, canaries) -> FaultRun.say("left in %s: %s of %d users", place,
				canaries.stream().map(Canary::kind).collect(Collectors.toCollection(TreeSet::new)),
				users(canaries).size()));
	}

}
