package dev.rollcall.acceptance.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.acceptance.check.Canonical;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.check.StoreContents;
import dev.rollcall.acceptance.fault.Link.Part;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F10, I7 and I8: all records are delivered again, to full stores and to empty ones, in
 * batches of 1 and of 500. {@code -Dregistrations=} sets another number.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayIntegrationTests {

	private static final String SMTP_USER = "notification-service";

	private static FaultRun run;

	@BeforeAll
	static void start() {
		run = FaultRun.start(new Link(SMTP_USER, Part.SMTP));
		Load.start(FaultRun.size("rate", 25), FaultRun.size("registrations", 2000), run::visit).finish();
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	@Test
	@Order(1)
	void everyRecordThreeTimesChangesNothing() {
		Map<String, String> before = hashes();
		int connections = smtp();
		for (int i = 2; i <= 3; i++) {
			withoutConsumers(ReplayIntegrationTests::groupsToBeginning);
			verify();
			FaultRun.say("delivered %d times: %s", i, hashes());
			assertThat(hashes()).isEqualTo(before);
		}
		assertThat(smtp()).as("SMTP connections").isEqualTo(connections);
	}

	@Test
	@Order(2)
	void rebuiltProjectionIsTheSameWhateverTheBatches() {
		Map<String, String> before = hashes();
		int connections = smtp();
		for (int batch : new int[] { 1, 500 }) {
			for (String setting : List.of("max-poll-records", "rebuild.batch-size")) {
				run.system().set("session-service", "rollcall.projection." + setting, Integer.toString(batch));
			}
			withoutConsumers(() -> {
				groupsToBeginning();
				dropProjection();
			});
			verify();
			FaultRun.say("rebuilt in batches of %d: %s", batch, hashes());
			assertThat(hashes()).isEqualTo(before);
		}
		assertThat(smtp()).as("SMTP connections").isEqualTo(connections);
	}

	@Test
	@Order(3)
	void emptyStoreBeforeAFullLogSendsNoMails() {
		withoutConsumers(() -> drop("notification-service", "notification"));
		sendsNoMailsExceptToTheNextUser();
	}

	@Test
	@Order(4)
	void emptyStoreWithoutOffsetsSendsNoMails() {
		withoutConsumers(() -> {
			drop("notification-service", "notification");
			new Groups(run.system()).delete("notification-service-deliveries");
		});
		sendsNoMailsExceptToTheNextUser();
	}

	private static void sendsNoMailsExceptToTheNextUser() {
		int mails = run.system().dump().receivedMails().size();
		int connections = smtp();
		// Some accounts were registered without a response.
		Set<String> before = run.system()
			.dump()
			.stores()
			.accounts()
			.stream()
			.map((account) -> account.getString("_id"))
			.collect(Collectors.toSet());
		assertThat(smtp()).as("SMTP connections").isEqualTo(connections);
		run.client().register();
		History history = run.verify(System.nanoTime(), Duration.ofSeconds(60),
				Circumstances.ORDINARY.unmailed(before));
		assertThat(history.mails()).hasSize(mails + 1);
	}

	private static void withoutConsumers(Runnable work) {
		run.system().down("session-service", "notification-service");
		work.run();
		run.system().up("session-service", "notification-service");
	}

	private static void verify() {
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
	}

	private static void groupsToBeginning() {
		Groups groups = new Groups(run.system());
		List<String> both = List.of(Topic.USER_EVENTS.name(), Topic.USER_CREDENTIALS.name());
		groups.toBeginning("session-service-accounts-g1", both);
		groups.toBeginning("session-service-sessions", both);
		groups.toBeginning("notification-service-deliveries", List.of(Topic.USER_EVENTS.name()));
	}

	private static void dropProjection() {
		try (MongoClient mongo = MongoClients.create(run.system().store("session-service"))) {
			MongoDatabase session = mongo.getDatabase("session");
			session.getCollection("accounts-g1").drop();
			session.getCollection("accounts-g1-logins").drop();
		}
	}

	private static void drop(String service, String database) {
		try (MongoClient mongo = MongoClients.create(run.system().store(service))) {
			MongoDatabase store = mongo.getDatabase(database);
			store.listCollectionNames().forEach((name) -> store.getCollection(name).drop());
		}
	}

	private static int smtp() {
		return run.system().proxy(SMTP_USER, Part.SMTP).connections();
	}

	private static Map<String, String> hashes() {
		StoreContents stores = run.system().dump().stores();
		Map<String, String> hashes = new TreeMap<>();
		hashes.put("accounts", hash(stores.projected()));
		hashes.put("logins", hash(stores.logins()));
		hashes.put("sessions", hash(stores.sessions()));
		hashes.put("done", hash(stores.done()));
		hashes.put("inboxes", hash(stores.inboxes()));
		return hashes;
	}

	private static String hash(List<Document> documents) {
		return Canonical
			.hash(documents.stream().collect(Collectors.toMap((document) -> document.get("_id"), Function.identity())))
			.substring(0, 12);
	}

}
