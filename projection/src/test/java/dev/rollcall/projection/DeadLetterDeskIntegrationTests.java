package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class DeadLetterDeskIntegrationTests {

	private final String service = "service-" + UUID.randomUUID().toString().substring(0, 8);

	private final UUID user = UUID.randomUUID();

	/** What the consumer throws; null for nothing. */
	private final AtomicReference<RuntimeException> trouble = new AtomicReference<>(
			new InvalidEventException("Not yet"));

	private String topic;

	private TestProducer producer;

	@BeforeEach
	void openTopic() throws Exception {
		this.topic = Platform.topic(this.service, UsersProjection.NAME);
		this.producer = new TestProducer(this.topic);
	}

	@AfterEach
	void close() {
		this.producer.close();
	}

	@Test
	void deadLetterIsListedShownAndRedrivenOnce() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			JsonNode listed = deadLetters(running, 1).get(0);
			assertThat(listed.path("source").asString()).startsWith(this.topic + "-").endsWith("@0");
			assertThat(listed.path("causeMessage").asString()).isEqualTo("Not yet");
			assertThat(listed.path("state").asString()).isEqualTo("open");
			assertThat(listed.toString()).as("no personal data").doesNotContain("ann", this.user + "\"");
			Operations.Answer shown = running.operations().get("deadletters/" + id);
			assertThat(shown.body().at("/value/state/displayName").asString()).isEqualTo("ann");
			assertThat(shown.text("key")).isEqualTo(this.user.toString());
			this.trouble.set(null);
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
			assertThat(redrive(running, id).text("outcome")).isEqualTo("already redriven");
			assertThat(profile(running)).containsEntry("name", "ann").containsEntry("folds", 1);
			assertThat(deadLetters(running, 1).get(0).path("state").asString()).isEqualTo("redriven");
			assertThat(running.count("redriven")).isOne();
		}
	}

	@Test
	void deadLetterThatFailsAgainStaysOpenWithTheNewCause() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			this.trouble.set(new InvalidEventException("Still not"));
			Operations.Answer failed = redrive(running, id);
			assertThat(failed.text("outcome")).isEqualTo("failed");
			assertThat(failed.text("causeMessage")).isEqualTo("Still not");
			JsonNode listed = deadLetters(running, 1).get(0);
			assertThat(listed.path("state").asString()).isEqualTo("open");
			assertThat(listed.path("causeMessage").asString()).isEqualTo("Still not");
			this.trouble.set(new IllegalStateException("away"));
			assertThat(redrive(running, id).status()).isEqualTo(503);
			this.trouble.set(null);
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
		}
		assertThat(DeadLetterTopic.read(Platform.deadLetters(this.topic, this.service, UsersProjection.NAME)))
			.as("a redrive writes to no topic")
			.hasSize(1);
	}

	@Test
	void deadLetterIsRedrivenIntoTheFormerGenerationToo() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			running.bean(Generations.class).start(running.bean(Projection.class));
			Waiting.await().until(() -> running.gauge("generation") == 2);
			this.trouble.set(null);
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
			running.bean(Generations.class).rollback(running.bean(Projection.class));
			assertThat(profile(running)).containsEntry("name", "ann");
		}
	}

	@Test
	void twoRedrivesAtOnceApplyOnce() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			this.trouble.set(null);
			List<CompletableFuture<Operations.Answer>> all = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				all.add(CompletableFuture.supplyAsync(() -> redrive(running, id)));
			}
			for (CompletableFuture<Operations.Answer> one : all) {
				assertThat(one.get(30, TimeUnit.SECONDS).text("outcome")).endsWith("redriven");
			}
			assertThat(profile(running)).containsEntry("folds", 1).containsEntry("version", 1L);
		}
	}

	@Test
	void deadLetterOlderThanTheStoredVersionChangesNothing() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			this.trouble.set(null);
			this.producer.send(this.user, EventFixture.user(this.user, 2, "anna"));
			Waiting.await().until(() -> running.count("applied") == 1);
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
			assertThat(profile(running)).containsEntry("name", "anna").containsEntry("version", 2L);
		}
	}

	@Test
	void discardedDeadLetterIsOnlyRedrivenById() throws Exception {
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = startProjection()) {
			String id = id(deadLetters(running, 1).get(0));
			assertThat(running.operations().delete("deadletters/" + id).text("outcome")).isEqualTo("discarded");
			this.trouble.set(null);
			assertThat(running.operations().post("deadletters/redrive").body().path("outcomes")).isEmpty();
			assertThat(deadLetters(running, 1).get(0).path("state").asString()).isEqualTo("discarded");
			assertThat(running.find(UsersProjection.NAME, this.user)).isNull();
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
			assertThat(running.operations().delete("deadletters/" + id).text("outcome")).isEqualTo("already redriven");
			assertThat(deadLetters(running, 1).get(0).path("state").asString()).isEqualTo("redriven");
		}
	}

	@Test
	void pagesHaveEveryDeadLetterOnceNewestFirst() throws Exception {
		for (int i = 0; i < 7; i++) {
			this.producer.send("key-" + i, ("poison " + i).getBytes(StandardCharsets.UTF_8), List.of());
		}
		try (RunningService running = startProjection()) {
			deadLetters(running, 7);
			List<String> times = new ArrayList<>();
			List<String> ids = new ArrayList<>();
			String next = "";
			do {
				JsonNode page = running.operations().get("deadletters?limit=3" + next).body();
				assertThat(page.path("letters").size()).isLessThanOrEqualTo(3);
				page.path("letters").forEach((deadLetter) -> {
					ids.add(id(deadLetter));
					times.add(deadLetter.path("time").asString());
				});
				next = page.has("next") ? "&after=" + page.path("next").asString() : "";
			}
			while (!next.isEmpty());
			assertThat(ids).hasSize(7).doesNotHaveDuplicates();
			assertThat(times).isSortedAccordingTo((one, other) -> other.compareTo(one));
		}
	}

	@Test
	void undecodableBytesAreShownRaw() throws Exception {
		this.producer.send("key", new byte[] { 1, 2, 3 }, List.of());
		try (RunningService running = startProjection()) {
			Operations.Answer shown = running.operations().get("deadletters/" + id(deadLetters(running, 1).get(0)));
			assertThat(shown.text("firstBytes")).isEqualTo("AQID");
			assertThat(shown.body().has("value")).isFalse();
		}
	}

	@Test
	void unknownDeadLettersAndInvalidPagesAreRefused() throws Exception {
		try (RunningService running = startProjection()) {
			Operations operations = running.operations();
			String own = Platform.deadLetters(this.topic, this.service, UsersProjection.NAME);
			assertThat(operations.get("deadletters/nonsense").status()).isEqualTo(404);
			assertThat(operations.get("deadletters/" + own + "-0@99").status()).isEqualTo(404);
			assertThat(operations.get("deadletters/" + own + "-7@0").status()).isEqualTo(404);
			assertThat(operations.post("deadletters/" + this.topic + "-0@0/redrive").status()).as("not a dead letter")
				.isEqualTo(404);
			assertThat(operations.delete("deadletters/nonsense").status()).isEqualTo(404);
			assertThat(operations.post("deadletters/everything").status()).isEqualTo(404);
			assertThat(operations.get("deadletters?limit=0").status()).isEqualTo(400);
			assertThat(operations.get("deadletters?after=x").status()).isEqualTo(400);
		}
	}

	@Test
	void redriveOfAReactionGoesThroughItsHandler() throws Exception {
		List<String> reacted = new CopyOnWriteArrayList<>();
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = start(List.of(new Picky(this.topic, this.trouble, reacted)))) {
			String id = id(deadLetters(running, 1).get(0));
			this.trouble.set(null);
			assertThat(redrive(running, id).text("outcome")).isEqualTo("redriven");
			assertThat(reacted).containsExactly(this.user.toString());
		}
	}

	@Test
	void deadLetterBelowTheStartOffsetOfAnEmptiedStoreHasNoEffect() throws Exception {
		Platform.commit(this.service + "-users", this.topic, 0);
		List<String> taken = new CopyOnWriteArrayList<>();
		this.producer.send(this.user, EventFixture.user(this.user, 1, "ann"));
		try (RunningService running = start(List.of(new PickyEffect(this.topic, this.trouble, taken)))) {
			deadLetters(running, 1);
			Waiting.await().until(() -> Platform.committed(this.service + "-users", this.topic) == 1);
		}
		this.trouble.set(null);
		try (RunningService running = start(List.of(new PickyEffect(this.topic, this.trouble, taken)),
				"spring.mongodb.uri=" + Platform.shared().storeUri(this.service + "-emptied"))) {
			String id = id(deadLetters(running, 1).get(0));
			assertThat(redrive(running, id).text("causeMessage")).contains("start offset");
			assertThat(taken).isEmpty();
		}
		try (RunningService running = start(List.of(new PickyEffect(this.topic, this.trouble, taken)))) {
			assertThat(redrive(running, id(deadLetters(running, 1).get(0))).text("outcome")).isEqualTo("redriven");
			assertThat(taken).containsExactly(this.user.toString());
		}
	}

	private static List<JsonNode> deadLetters(RunningService running, int count) {
		return Waiting.await()
			.until(() -> running.operations().get("deadletters").body().path("letters").valueStream().toList(),
					(deadLetters) -> deadLetters.size() == count);
	}

	private static String id(JsonNode deadLetter) {
		return deadLetter.path("id").asString();
	}

	private static Operations.Answer redrive(RunningService running, String id) {
		return running.operations().post("deadletters/" + id + "/redrive");
	}

	private Document profile(RunningService running) {
		return running.find(UsersProjection.NAME, this.user).get("profile", Document.class);
	}

	private RunningService startProjection() {
		OvertakenPart part = new OvertakenPart(new UsersProjection.Profile(this.topic));
		part.beforeEach(this::complain);
		return start(List.of(new UsersProjection(List.of(part))));
	}

	private void complain() {
		if (this.trouble.get() != null) {
			throw this.trouble.get();
		}
	}

	private RunningService start(List<?> beans, String... properties) {
		return RunningService.startWithOperations(this.service, beans, properties);
	}

	private static void take(AtomicReference<RuntimeException> trouble, List<String> taken, EventRecord record) {
		if (trouble.get() != null) {
			throw trouble.get();
		}
		taken.add(record.key());
	}

	private record Picky(String topic, AtomicReference<RuntimeException> trouble,
			List<String> taken) implements Reaction {

		@Override
		public String name() {
			return UsersProjection.NAME;
		}

		@Override
		public List<String> topics() {
			return List.of(this.topic);
		}

		@Override
		public void react(EventRecord record) {
			take(this.trouble, this.taken, record);
		}

	}

	private record PickyEffect(String topic, AtomicReference<RuntimeException> trouble,
			List<String> taken) implements Effect {

		@Override
		public String name() {
			return UsersProjection.NAME;
		}

		@Override
		public List<String> topics() {
			return List.of(this.topic);
		}

		@Override
		public void record(EventRecord record) {
			take(this.trouble, this.taken, record);
		}

	}

}
