package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.acceptance.Launcher.Run;
import dev.rollcall.acceptance.check.Circumstances;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * I15: on a busy system {@code ./rollcall verify} names each kind of damage and nothing
 * else, and {@code --repair} heals it and says so.
 */
@Tag("faults")
class DamageIntegrationTests {

	private static final String REGISTRATION = "registration-service";

	private static final String SESSION = "session-service";

	private static final String NOTIFICATION = "notification-service";

	private static final double VISITS_PER_SECOND = 2;

	/** Shorter than the default, to shorten the runs. */
	private static final String LOOK_AGAIN = "10s";

	/** What verify has to name, as in {@link Named}, and what was done. */
	private final Map<String, String> damages = new LinkedHashMap<>();

	private final Map<String, MongoClient> stores = new LinkedHashMap<>();

	/** Users that no damage uses yet. */
	private final List<Document> unharmed = new ArrayList<>();

	private FaultRun run;

	private Load load;

	@BeforeEach
	void start() {
		this.run = FaultRun.start();
		for (String service : List.of(REGISTRATION, SESSION, NOTIFICATION)) {
			this.run.system().set(service, "rollcall.verify.look-again", LOOK_AGAIN);
			this.stores.put(service, MongoClients.create(this.run.system().store(service)));
		}
		this.run.system().down(REGISTRATION, SESSION, NOTIFICATION);
		this.run.system().up();
		collection(REGISTRATION, "accounts").find().into(this.unharmed);
		this.load = Load.start(VISITS_PER_SECOND, Integer.MAX_VALUE, this.run::visit);
	}

	@AfterEach
	void stop() {
		this.load.stop();
		this.stores.values().forEach(MongoClient::close);
		this.run.close();
	}

	@Test
	void damagedDocumentsAreNamedAndHealed() {
		damageSessions();
		damageProjection(SESSION, "accounts", "profile", Updates.set("profile.roles", List.of("admin")));
		damageProjection(NOTIFICATION, "recipients", "contact", Updates.set("contact.address", "eve@example.com"));
		damageLogins();
		damageAccounts();
		assertNamedAndHealed();
	}

	@Test
	void lostRecordsAndParkedMessagesAreNamedAndHealed() {
		this.load.stop();
		new Quiet(this.run.system()).await(System.nanoTime(), Duration.ofMinutes(1));
		Session changing = TornHistory.signedIn(this.run);
		Person forgetful = TornHistory.signedIn(this.run).person();
		TornHistory torn = TornHistory.tear(this.run, 2);
		park(changing.person(), () -> TornHistory.change(this.run, changing));
		park(forgetful, () -> requestReset(forgetful));
		this.load = Load.start(VISITS_PER_SECOND, Integer.MAX_VALUE, this.run::visit);
		String lost = "record lost from the log";
		damage(REGISTRATION, "outbox", "lost", torn.userId(), lost);
		damage(REGISTRATION, "accounts", "lost", torn.userId(), lost);
		damage(SESSION, "accounts", "ghost", torn.userId(), lost);
		damage(NOTIFICATION, "recipients", "ghost", torn.userId(), lost);
		damage(REGISTRATION, "outbox", "lost", changing.person().userId(), "message parked: an event");
		damage(REGISTRATION, "accounts", "lost", changing.person().userId(), "message parked: an event");
		damage(REGISTRATION, "outbox", "lost", forgetful.userId(), "message parked: a request for a mail");
		assertNamedAndHealed();
		assertThat(torn.inLog(this.run)).isEqualTo(torn.events());
	}

	/** Documents removed, changed, older and added. */
	private void damageProjection(String service, String projection, String part, Bson change) {
		MongoCollection<Document> documents = active(service, projection);
		String removed = user(documents);
		damage(service, projection, "lost", removed, "document removed");
		documents.deleteOne(Filters.eq(removed));
		String changed = user(documents);
		damage(service, projection, "diverged", changed, "document changed");
		documents.updateOne(Filters.eq(changed), change);
		String older = user(documents);
		damage(service, projection, "stale", older, "document set back");
		documents.updateOne(Filters.eq(older), Updates.set(part + ".version", 0L));
		String ahead = user(documents);
		damage(service, projection, "ghost", ahead, "document ahead of the log");
		documents.updateOne(Filters.eq(ahead), Updates.set(part + ".version", 9L));
		String added = UUID.randomUUID().toString();
		damage(service, projection, "ghost", added, "document added");
		documents.insertOne(new Document(documents.find(Filters.eq(changed)).first()).append("_id", added));
	}

	private void damageLogins() {
		MongoCollection<Document> documents = active(SESSION, "accounts");
		MongoCollection<Document> logins = active(SESSION, "accounts", "-logins");
		String removed = user(documents);
		damage(SESSION, "accounts", "lost", removed, "entry of logins removed");
		logins.deleteOne(Filters.eq(address(documents, removed)));
		String emptied = user(documents);
		damage(SESSION, "accounts", "diverged", emptied, "entry of logins without its user");
		logins.updateOne(Filters.eq(address(documents, emptied)), Updates.set("users", List.of()));
		String former = user(documents);
		damage(SESSION, "accounts", "ghost", former, "entry of logins added: no longer the user's address");
		logins.insertOne(new Document("_id", "former-" + former + "@example.com").append("users",
				List.of(new Document("id", former).append("since", new Date(1)))));
		String unknown = UUID.randomUUID().toString();
		damage(SESSION, "accounts", "ghost", unknown, "entry of logins added: no user");
		logins.updateOne(Filters.eq(address(documents, user(documents))),
				Updates.push("users", new Document("id", unknown).append("since", new Date(1))));
	}

	private static String address(MongoCollection<Document> documents, String user) {
		return documents.find(Filters.eq(user)).first().getEmbedded(List.of("profile", "email", "canonical"), "");
	}

	private void damageSessions() {
		MongoCollection<Document> sessions = collection(SESSION, "sessions");
		Set<String> known = sessions.find().map((document) -> document.getString("_id")).into(new TreeSet<>());
		String removed = user((account) -> known.contains(account.getString("_id")));
		damage(SESSION, "sessions", "stale", removed, "sessions removed");
		sessions.deleteOne(Filters.eq(removed));
	}

	private void damageAccounts() {
		MongoCollection<Document> accounts = collection(REGISTRATION, "accounts");
		String removed = user(accounts);
		damage(REGISTRATION, "accounts", "ghost", removed, "account removed");
		accounts.deleteOne(Filters.eq(removed));
		String changed = user(accounts);
		damage(REGISTRATION, "accounts", "diverged", changed, "account changed");
		accounts.updateOne(Filters.eq(changed), Updates.set("profile.displayName", "Eve"));
	}

	/** Parks a person's messages: the relay skips them from the first one on. */
	private void park(Person person, Runnable action) {
		MongoCollection<Document> accounts = collection(REGISTRATION, "accounts");
		accounts.updateOne(Filters.eq(person.userId()), Updates.set("outboxParked", new Document("cause", "test")));
		action.run();
		Bson pending = Filters.and(Filters.eq(person.userId()), Filters.exists("outbox.0"));
		await("pending messages of " + person.userId()).atMost(Duration.ofSeconds(10))
			.until(() -> accounts.countDocuments(pending) == 1);
	}

	private void requestReset(Person person) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create(this.run.system().gateway() + "/api/v1/password-resets"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"" + person.email() + "\"}"))
			.build();
		try {
			assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
				.isEqualTo(202);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void damage(String service, String verification, String kind, String id, String what) {
		this.damages.put(String.join(" ", service, verification, kind, id), what);
	}

	private void assertNamedAndHealed() {
		Named found = Named.inText(verify(1).output());
		assertThat(found.differences().keySet()).isEqualTo(this.damages.keySet());
		assertThat(Named.inJson(verify(1, "--json").output()).differences()).isEqualTo(found.differences());

		Named healed = Named.inText(verify(0, "--repair").output());
		report(found, healed);
		assertThat(healed.repaired()).containsAll(repairable(healed.differences().keySet()));
		assertThat(this.damages.keySet()).containsAll(healed.differences().keySet());

		assertThat(verify(0).output()).contains("No differences left");
		Named none = Named.inJson(verify(0, "--json").output());
		assertThat(none.differences()).isEmpty();
		assertThat(none.repaired()).isEmpty();
		this.load.stop();
		this.run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY);
	}

	private static Set<String> repairable(Set<String> differences) {
		return differences.stream()
			.map((difference) -> difference.replaceFirst(" (lost|ghost|stale|diverged) ", " "))
			.collect(Collectors.toSet());
	}

	private Run verify(int status, String... options) {
		List<String> command = new ArrayList<>(List.of("verify"));
		command.addAll(List.of(options));
		Run verified = this.run.system().run(command.toArray(String[]::new));
		FaultRun.say("%s: status %d%n%s", verified.command(), verified.status(), verified.output());
		assertThat(verified.status()).as(verified.output()).isEqualTo(status);
		return verified;
	}

	/** A repair of one service also heals what later services would have named. */
	private void report(Named found, Named healed) {
		this.damages.forEach((named, what) -> {
			boolean repaired = healed.repaired().containsAll(repairable(Set.of(named)));
			FaultRun.say("| %s | %s | %s | %s |", what, named.replaceFirst(" [^ ]*$", ""),
					found.differences().get(named), repaired ? "repaired" : "healed before");
		});
	}

	/** The next user of a collection. */
	private String user(MongoCollection<Document> documents) {
		return user((account) -> documents.countDocuments(Filters.eq(account.getString("_id"))) > 0);
	}

	/** With one version, so that nothing but the damage is unusual. */
	private String user(Predicate<Document> condition) {
		Document found = this.unharmed.stream()
			.filter((account) -> account.get("version", Number.class).longValue() == 1)
			.filter(condition)
			.findFirst()
			.orElseThrow();
		this.unharmed.remove(found);
		return found.getString("_id");
	}

	/** A collection of the active generation of a projection. */
	private MongoCollection<Document> active(String service, String projection) {
		return active(service, projection, "");
	}

	private MongoCollection<Document> active(String service, String projection, String side) {
		Document state = collection(service, "projections").find(Filters.eq(projection)).first();
		Object generation = state.get("active", Document.class).values().iterator().next();
		return collection(service, projection + "-g" + generation + side);
	}

	private MongoCollection<Document> collection(String service, String name) {
		MongoDatabase database = this.stores.get(service).getDatabase(service.replace("-service", ""));
		return database.getCollection(name);
	}

}
