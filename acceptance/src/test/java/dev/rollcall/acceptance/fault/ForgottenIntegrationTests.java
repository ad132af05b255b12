package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * I16: after a deletion and the compaction bound, the topics that do not expire, the
 * stores and the files hold nothing of the deleted users, and everything of the others.
 * {@code -Dusers=} sets another number.
 */
@Tag("faults")
class ForgottenIntegrationTests {

	/** A minute each for the lag, the markers and the cleaner, and one to spare. */
	private static final Duration BOUND = Duration.ofMinutes(4);

	private static final Set<String> COMPACTED = Set.of(Topic.USER_EVENTS.name(), Topic.USERS.name(),
			Topic.USER_CREDENTIALS.name());

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.startWithCompaction();
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	@Test
	void deletedUsersAreGoneAndTheOthersAreWhole() {
		List<Session> sessions = IntStream.range(0, FaultRun.size("users", 40))
			.mapToObj((i) -> run.client().register().flatMap(run.client()::signIn).orElseThrow())
			.toList();
		sessions.forEach(run.client()::changeProfile);
		new Quiet(run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
		List<Session> deleted = sessions.subList(0, sessions.size() / 2);
		Set<String> canaries = deleted.stream().map((one) -> one.person().email()).collect(Collectors.toSet());
		Set<String> users = deleted.stream().map((one) -> one.person().userId()).collect(Collectors.toSet());
		assertThat(hits(canaries)).as("control: the search finds what is there").containsKey("rollcall-user-events");
		Set<String> others = others(users);

		deleted.forEach(ForgottenIntegrationTests::delete);
		long began = System.nanoTime();
		await().atMost(BOUND)
			.pollInterval(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(hits(canaries)).doesNotContainKeys(COMPACTED.toArray(String[]::new)));
		FaultRun.say("compacted after %d s", (System.nanoTime() - began) / 1_000_000_000);

		Map<String, Long> left = hits(canaries);
		FaultRun.say("files with addresses of deleted users: %s", left);
		assertThat(others(users)).isEqualTo(others);
		assertThat(ofDeleted(users)).containsOnly("UserDeleted");
		// Addresses in requests for mails expire after a week; the mail server keeps
		// mails.
		assertThat(left.keySet()).allMatch((place) -> place.equals("mail") || place.startsWith("store")
				|| place.startsWith(Topic.NOTIFICATION_REQUESTS.name()));
		String report = run.system().run("verify", "--erasure", "--json").output();
		FaultRun.say("verify --erasure: %s", report);
		assertThat(report).contains("\"deletedUsers\":" + users.size());
		COMPACTED.forEach((topic) -> assertThat(report).doesNotContain("\"place\":\"" + topic + "\""));
		assertThat(report).doesNotContain("-service.");
		assertThat(storesAsText()).doesNotContain(canaries.toArray(String[]::new));
	}

	private static void delete(Session session) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(run.system().gateway() + "/api/v1/users/me"))
			.header("Authorization", "Bearer " + session.accessToken())
			.header("Content-Type", "application/json")
			.method("DELETE",
					HttpRequest.BodyPublishers.ofString("{\"password\":\"" + session.person().password() + "\"}"))
			.build();
		try {
			assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
				.isEqualTo(202);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** The records of all other users, as "topic user event id". */
	private static Set<String> others(Set<String> users) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> COMPACTED.contains(record.topic()) && record.bytes() != null)
			.filter((record) -> !users.contains(record.key()))
			.map((record) -> record.topic() + " " + record.key() + " " + record.headers().get(EventHeaders.ID))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** The types of the records that the compacted topics have of these users. */
	private static List<String> ofDeleted(Set<String> users) {
		return run.system()
			.dump()
			.log()
			.stream()
			.filter((record) -> COMPACTED.contains(record.topic()) && record.bytes() != null)
			.filter((record) -> users.contains(record.key()))
			.map(LogRecord::type)
			.toList();
	}

	private static String storesAsText() {
		List<String> texts = new ArrayList<>();
		for (String service : List.of("registration-service", "session-service", "notification-service")) {
			try (MongoClient mongo = MongoClients.create(run.system().store(service))) {
				MongoDatabase store = mongo.getDatabase(service.replace("-service", ""));
				store.listCollectionNames()
					.forEach((name) -> store.getCollection(name)
						.find()
						.forEach((document) -> texts.add(document.toString())));
			}
		}
		return String.join("\n", texts);
	}

	/** The number of canaries that the files of each topic, store or process contain. */
	private static Map<String, Long> hits(Set<String> canaries) {
		Map<String, Long> hits = new TreeMap<>();
		for (String folder : List.of("data", "log")) {
			try (Stream<Path> files = Files.walk(run.system().home().resolve(folder))) {
				files.filter(Files::isRegularFile).forEach((file) -> {
					String content = content(file);
					long count = canaries.stream().filter(content::contains).count();
					if (count > 0) {
						hits.merge(place(file), count, Math::max);
					}
				});
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return hits;
	}

	/** The topic of a segment; otherwise the first folder. */
	private static String place(Path file) {
		String folder = String.valueOf(file.getParent().getFileName());
		Path relative = run.system().home().relativize(file);
		return folder.startsWith("rollcall-") ? folder.replaceFirst("-[0-9]+([.].*)?$", "")
				: relative.getName(1).toString();
	}

	/** A file may be deleted or renamed while it is searched. */
	private static String content(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
