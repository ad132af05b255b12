package dev.rollcall.verification;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VerificationStoreIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static MongoClient client;

	private final String database = "verify-" + UUID.randomUUID();

	private final VerificationStore one = instance(Duration.ofMinutes(1));

	private final VerificationStore other = instance(Duration.ofMinutes(1));

	@BeforeAll
	static void start() {
		client = MongoClients.create(TestPlatform.start(new Part[] { Part.STORE }).storeUri("verification"));
	}

	@AfterAll
	static void stop() {
		client.close();
	}

	@Test
	void oneInstanceAtATimeHasTheLease() {
		assertThat(this.one.claim()).isTrue();
		assertThat(this.other.claim()).isFalse();
		this.other.release();
		assertThat(this.other.claim()).as("only its owner releases it").isFalse();
		assertThat(this.one.isDue(Duration.ofMinutes(30))).isTrue();
		this.one.release();
		assertThat(this.other.isDue(Duration.ofMinutes(30))).isFalse();
		assertThat(this.other.claim()).isTrue();
		assertThat(this.one.claim()).isFalse();
	}

	@Test
	void silentOwnerIsReplaced() {
		VerificationStore waiting = instance(Duration.ofMillis(300));
		assertThat(this.one.claim()).isTrue();
		assertThat(waiting.claim()).isFalse();
		await().atMost(TIMEOUT).until(waiting::claim);
		this.one.release();
		assertThat(this.other.claim()).as("the former owner releases nothing").isFalse();
	}

	@Test
	void beatsKeepTheLease() {
		VerificationStore waiting = instance(Duration.ofMillis(300));
		assertThat(this.one.claim()).isTrue();
		await().during(Duration.ofSeconds(1)).atMost(TIMEOUT).until(() -> {
			this.one.beat();
			return !waiting.claim();
		});
	}

	@Test
	void progressAndResultsAreSharedByTheInstances() {
		assertThat(this.one.checkpoint("accounts").read()).isEmpty();
		this.one.checkpoint("accounts").save(new Document("turn", 3));
		assertThat(this.other.checkpoint("accounts").read()).containsEntry("turn", 3);
		assertThat(this.other.result("accounts")).isNull();
		this.one.save("accounts", Map.of(Difference.Kind.LOST, 2L));
		VerificationStore.Result result = this.other.result("accounts");
		assertThat(result).isNotNull();
		assertThat(result.left()).containsEntry(Difference.Kind.LOST, 2L).containsEntry(Difference.Kind.GHOST, 0L);
		assertThat(result.age()).isLessThan(TIMEOUT);
	}

	private VerificationStore instance(Duration silence) {
		return new VerificationStore(new SimpleReactiveMongoDatabaseFactory(client, this.database), TIMEOUT, silence);
	}

}
