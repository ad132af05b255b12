package dev.rollcall.projection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.rollcall.projection.Operations.Answer;
import io.opentelemetry.api.common.AttributeKey;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class RebuildIntegrationTests {

	private static final String QUICK = "rollcall.projection.rebuild.look-again=2s";

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final List<UUID> users = IntStream.range(0, 50).mapToObj((i) -> UUID.randomUUID()).toList();

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, UsersProjection.NAME);
		this.producer = new TestProducer(this.topic);
		for (UUID user : this.users) {
			this.producer.send(user, EventFixture.user(user, 1, "name-" + user));
		}
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "classic", "consumer" })
	void rebuiltGenerationBecomesActiveOnAllInstances(String protocol) throws Exception {
		String setting = "rollcall.projection.group-protocol=" + protocol;
		try (RunningService running = start(QUICK, setting); RunningService other = start(QUICK, setting)) {
			awaitFilled(running, 1);
			Map<String, Document> before = contents(running, 1);
			assertThat(rebuild(running).status()).isEqualTo(202);
			Waiting.await().until(() -> active(running) == 2 && activeHere(other) == 2);
			assertThat(contents(running, 2)).isEqualTo(before);
			this.producer.send(this.users.get(0), EventFixture.user(this.users.get(0), 2, "later"));
			for (RunningService each : List.of(running, other)) {
				Waiting.await().until(() -> name(each).equals("later"));
			}
			Waiting.await()
				.alias("the former one follows")
				.until(() -> contents(running, 1).equals(contents(running, 2)));
		}
	}

	@Test
	void onlyTheActiveGenerationIsTraced() throws Exception {
		RecordedSpans spans = new RecordedSpans();
		try (RunningService running = RunningService.startWithOperations(this.service,
				List.of(UsersProjection.of(this.topic), spans.tracer(), spans.propagator()), QUICK, exposed())) {
			awaitFilled(running, 1);
			sendTraced(2);
			Waiting.await().until(() -> spans.ended().size() == 1);
			rebuild(running);
			Waiting.await().until(() -> activeHere(running) == 2);
			sendTraced(3);
			Waiting.await().until(() -> spans.ended().size() == 2);
			Waiting.await()
				.alias("the former one follows")
				.until(() -> contents(running, 1).equals(contents(running, 2)));
			assertThat(spans.ended())
				.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("messaging.consumer.group.name")))
				.containsExactly(this.service + "-users-g1", this.service + "-users-g2");
		}
	}

	@Test
	void formerGenerationIsActivatedAgainAndDropped() {
		try (RunningService running = start()) {
			awaitFilled(running, 1);
			rebuild(running);
			Waiting.await().until(() -> active(running) == 2);
			assertThat(running.operations().post("projections/users/rollback").status()).isEqualTo(200);
			Waiting.await().until(() -> activeHere(running) == 1);
			assertThat(running.operations().delete("projections/users/former").status()).isEqualTo(200);
			Waiting.await()
				.until(() -> running.database()
					.collections()
					.stream()
					.noneMatch((name) -> name.startsWith("users-g2")));
			Waiting.await()
				.until(() -> !running.bean(TopicOffsets.class).groups().contains(this.service + "-users-g2"));
			assertThat(running.operations().post("projections/users/rollback").status()).isEqualTo(409);
			rebuild(running);
			Waiting.await().alias("a number is never used again").until(() -> active(running) == 3);
		}
	}

	@Test
	void secondRebuildIsRefusedAndACancelledOneLeavesNothing() {
		try (RunningService running = start("rollcall.projection.rebuild.look-again=30s")) {
			awaitFilled(running, 1);
			ghost(running);
			assertThat(rebuild(running).status()).isEqualTo(202);
			assertThat(rebuild(running).status()).isEqualTo(409);
			assertThat(running.operations().post("projections/users/rollback").status()).isEqualTo(409);
			Waiting.await().until(() -> state(running, 2).equals("comparing"));
			assertThat(running.operations().delete("projections/users/rebuilds").status()).isEqualTo(200);
			assertThat(running.operations().delete("projections/users/rebuilds").status()).isEqualTo(409);
			Waiting.await()
				.until(() -> running.database()
					.collections()
					.stream()
					.noneMatch((name) -> name.startsWith("users-g2")));
			assertThat(active(running)).isOne();
		}
	}

	@Test
	void generationThatLacksAUserOfTheLogIsStopped() throws Exception {
		try (RunningService running = start()) {
			awaitFilled(running, 1);
			String lacking = ghost(running);
			ghost(running);
			this.producer.send(lacking, new byte[] { 0, 1 }, List.of());
			rebuild(running);
			Waiting.await().until(() -> state(running, 2).equals("stopped"));
			JsonNode findings = generation(running, 2).path("findings");
			assertThat(findings.path("missing").asInt()).isOne();
			assertThat(findings.path("users").toString()).contains(lacking);
			assertThat(active(running)).isOne();
		}
	}

	@Test
	void userWhomTheLogDoesNotHaveIsReportedAndStopsNothing() {
		try (RunningService running = start()) {
			awaitFilled(running, 1);
			String ghost = ghost(running);
			rebuild(running);
			Waiting.await().until(() -> active(running) == 2);
			JsonNode findings = generation(running, 2).path("findings");
			assertThat(findings.path("missing").asInt()).isZero();
			assertThat(findings.path("ghosts").asInt()).isOne();
			assertThat(findings.path("ghostUsers").toString()).contains(ghost);
		}
	}

	@Test
	void differentContentIsCountedAndStopsNoRebuild() {
		try (RunningService running = start()) {
			awaitFilled(running, 1);
			running.database()
				.await("users-g1", (stored) -> stored.updateOne(Filters.eq("_id", this.users.get(3).toString()),
						Updates.set("profile.name", "another")));
			rebuild(running);
			Waiting.await().until(() -> active(running) == 2);
			assertThat(generation(running, 2).path("findings").path("different").asInt()).isOne();
		}
	}

	@Test
	void interruptedRebuildContinues() throws Exception {
		try (RunningService running = start("rollcall.projection.rebuild.look-again=30s")) {
			awaitFilled(running, 1);
			this.producer.send(ghost(running), new byte[] { 0, 1 }, List.of());
			rebuild(running);
			Waiting.await().until(() -> state(running, 2).equals("comparing"));
		}
		try (RunningService running = start()) {
			Waiting.await().until(() -> state(running, 2).equals("stopped"));
		}
	}

	@Test
	void rebuildDoesNotRepeatDeadLetters() throws Exception {
		this.producer.send(this.users.get(1), EventFixture.user(this.users.get(1), 2, "invalid"));
		try (RunningService running = start()) {
			Waiting.await().until(() -> running.count("dead.letters") == 1);
			awaitFilled(running, 1);
			rebuild(running);
			Waiting.await().until(() -> activeHere(running) == 2);
			this.producer.send(this.users.get(2), EventFixture.user(this.users.get(2), 2, "invalid"));
			this.producer.send(this.users.get(2), EventFixture.user(this.users.get(2), 3, "marker"));
			for (String group : List.of("-users-g1", "-users-g2")) {
				Waiting.await()
					.until(() -> Platform.committed(this.service + group, this.topic) == this.users.size() + 3);
			}
			assertThat(running.count("dead.letters")).isEqualTo(2);
		}
	}

	@Test
	void newVersionIsFilledWhileTheOldOneServes() {
		try (RunningService old = start()) {
			awaitFilled(old, 1);
			try (RunningService fresh = RunningService.startWithOperations(this.service,
					List.of(new Reshaped(UsersProjection.of(this.topic))), QUICK, exposed())) {
				Waiting.await().until(fresh::isUp);
				assertThat(active(fresh)).isEqualTo(2);
				assertThat(contents(fresh, 2)).isEqualTo(contents(old, 1));
				assertThat(activeHere(old)).as("instances of the former version continue").isOne();
			}
		}
	}

	@Test
	void firstGenerationIsFilledBySeveralConsumersAndFollowsWithOne() throws Exception {
		String several = "rollcall.projection.rebuild.concurrency=2";
		try (RunningService running = start(QUICK, several)) {
			awaitFilled(running, 1);
			Waiting.await().until(() -> Platform.members(this.service + "-users-g1") == 2);
		}
		try (RunningService running = start(QUICK, several)) {
			this.producer.send(this.users.get(0), EventFixture.user(this.users.get(0), 2, "later"));
			Waiting.await().until(() -> name(running).equals("later"));
			assertThat(Platform.members(this.service + "-users-g1")).isOne();
		}
	}

	@Test
	void activeGenerationsOfOtherVersionsAreNotDropped() {
		try (RunningService old = start()) {
			awaitFilled(old, 1);
			rebuild(old);
			Waiting.await().until(() -> activeHere(old) == 2);
			try (RunningService fresh = RunningService.startWithOperations(this.service,
					List.of(new Reshaped(UsersProjection.of(this.topic))), QUICK, exposed())) {
				Waiting.await().until(fresh::isUp);
				assertThat(fresh.operations().delete("projections/users/former").status()).isEqualTo(409);
				assertThat(old.operations().delete("projections/users/former").status()).isEqualTo(200);
				assertThat(old.operations().get("projections/users").body().path("active").asInt()).isEqualTo(2);
				assertThat(old.isUp()).isTrue();
			}
		}
	}

	@Test
	void severalFirstStartsCreateOneGeneration() {
		try (RunningService running = start()) {
			Projection others = new Reshaped(UsersProjection.of(this.topic));
			Generations generations = running.bean(Generations.class);
			awaitFilled(running, 1);
			List<Integer> found = Flux.range(0, 20)
				.flatMap((i) -> generations.state(others), 20)
				.map((state) -> state.own().size())
				.collectList()
				.block(Waiting.LIMIT);
			assertThat(found).hasSize(20).containsOnly(1);
		}
	}

	@Test
	void storeThatIsEmptiedWhileInstancesRunIsFilledAgain() {
		try (RunningService running = start(); RunningService other = start()) {
			awaitFilled(running, 1);
			Waiting.await().until(other::isUp);
			running.database().drop("users-g1");
			running.database().drop("users-g1-names");
			running.database().drop("projections");
			Waiting.await()
				.until(() -> contents(running, 1).size() == this.users.size() && running.isUp() && other.isUp());
		}
	}

	@Test
	void thousandsOfMissingUsersAreCountedAndStopARebuild() {
		int ghosts = 10_500;
		try (RunningService running = start()) {
			awaitFilled(running, 1);
			for (int i = 0; i < ghosts; i += 500) {
				List<Document> some = IntStream.range(i, i + 500)
					.mapToObj((n) -> new Document("_id", "ghost-" + n).append("profile", new Document("version", 1L)))
					.toList();
				running.database().await("users-g1", (stored) -> stored.insertMany(some));
			}
			rebuild(running);
			Waiting.await().until(() -> state(running, 2).equals("stopped"));
			assertThat(generation(running, 2).path("findings").path("missing").asInt()).isEqualTo(ghosts);
			assertThat(active(running)).isOne();
		}
	}

	@Test
	void unknownProjectionOrActionIsNotFound() {
		try (RunningService running = start()) {
			assertThat(running.operations().post("projections/others/rebuilds").status()).isEqualTo(404);
			assertThat(running.operations().post("projections/users/others").status()).isEqualTo(404);
			assertThat(running.operations().post("projections/users/rebuilds/strict").status()).isEqualTo(404);
		}
	}

	private void sendTraced(long version) throws Exception {
		UUID user = this.users.get(0);
		this.producer.send(user.toString(), this.producer.encode(EventFixture.user(user, version, "later")),
				List.of(RecordedSpans.sampled()));
	}

	private RunningService start(String... more) {
		String[] settings = Stream.concat((more.length > 0) ? Stream.of(more) : Stream.of(QUICK), Stream.of(exposed()))
			.toArray(String[]::new);
		return RunningService.startWithOperations(this.service, List.of(UsersProjection.of(this.topic)), settings);
	}

	private static String exposed() {
		return "management.endpoints.web.exposure.include=projections,health";
	}

	private static Answer rebuild(RunningService running) {
		return running.operations().post("projections/users/rebuilds");
	}

	/** Stores a user whom the log does not have. */
	private static String ghost(RunningService running) {
		String ghost = UUID.randomUUID().toString();
		running.database()
			.await("users-g1", (stored) -> stored.insertOne(
					new Document("_id", ghost).append("profile", new Document("version", 1L).append("name", "ghost"))));
		return ghost;
	}

	private void awaitFilled(RunningService running, int generation) {
		Waiting.await().until(() -> contents(running, generation).size() == this.users.size() && running.isUp());
	}

	private static Map<String, Document> contents(RunningService running, int generation) {
		Map<String, Document> contents = new TreeMap<>();
		new StoredDocuments(running.database(), "users-g" + generation).pages(20,
				(page) -> page.forEach((document) -> contents.put(document.getString("_id"), document)));
		return contents;
	}

	private String name(RunningService running) {
		return running.find(UsersProjection.NAME, this.users.get(0))
			.getEmbedded(List.of("profile", "name"), String.class);
	}

	private static int active(RunningService running) {
		return running.operations().get("projections/users").body().path("active").asInt();
	}

	private static int activeHere(RunningService running) {
		return (int) running.gauge("generation");
	}

	private static String state(RunningService running, int number) {
		return generation(running, number).path("state").asString("");
	}

	private static JsonNode generation(RunningService running, int number) {
		for (JsonNode generation : running.operations().get("projections/users").body().path("generations")) {
			if (generation.path("number").asInt() == number) {
				return generation;
			}
		}
		throw new AssertionError("No generation " + number);
	}

	/** The same projection in another version. */
	private record Reshaped(Projection before) implements Projection {

		@Override
		public String name() {
			return this.before.name();
		}

		@Override
		public int version() {
			return this.before.version() + 1;
		}

		@Override
		public List<ProjectionPart> parts() {
			return this.before.parts();
		}

	}

}
