package dev.rollcall.acceptance.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.rollcall.acceptance.check.Circumstances;
import dev.rollcall.acceptance.check.History;
import dev.rollcall.acceptance.fault.Poisons.Poison;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * F9: nine kinds of poison among good records. {@code -Dpoison=}, {@code -Drecords=}.
 */
@Tag("faults")
class PoisonIntegrationTests {

	private static final String DEAD_LETTERS = Topic.USER_EVENTS.deadLetters("session-service", "accounts").name();

	private static FaultRun run;

	private static final Set<String> FOREIGN = new HashSet<>();

	@BeforeAll
	static void start() {
		run = FaultRun.start();
	}

	@AfterAll
	static void stop() {
		run.close();
	}

	@Test
	void poisonIsDeadLetteredAndAllOtherRecordsAreApplied() {
		int count = FaultRun.size("poison", 100);
		int records = FaultRun.size("records", 10_000);
		long before = deadLetters();
		try (RawProducer producer = new RawProducer(run.system())) {
			Poisons poisons = new Poisons(producer, run.random());
			List<Poison> kinds = poisons.all();
			for (int i = 0; i < records; i++) {
				UUID user = foreign();
				producer.sendLater(RawProducer.registered(user));
				if (i % (records / count) == 0 && i / (records / count) < count) {
					kinds = (i / (records / count) % 9 == 0) ? poisons.all() : kinds;
					Poison poison = kinds.get(i / (records / count) % 9);
					FOREIGN.add(new String(poison.key(), StandardCharsets.UTF_8));
					producer.send(RawProducer.USER_EVENTS, poison.key(), poison.value(), poison.headers());
				}
			}
		}
		History history = run.verify(System.nanoTime(), Duration.ofSeconds(120),
				Circumstances.ORDINARY.foreign(FOREIGN));
		assertThat(deadLetters() - before).isEqualTo(count);
		FaultRun.say("%d poison records among %d: %d dead letters of accounts, %d projected", count, records,
				deadLetters() - before, history.stores().projected().size());
	}

	@Test
	void poisonBarelyDelaysTheNextGoodRecord() {
		try (RawProducer producer = new RawProducer(run.system());
				MongoClient mongo = MongoClients.create(run.system().store("session-service"))) {
			MongoCollection<Document> accounts = mongo.getDatabase("session").getCollection("accounts-g1");
			Duration usual = marker(producer, accounts, null);
			for (Poison poison : new Poisons(producer, run.random()).all()) {
				Duration delay = marker(producer, accounts, poison);
				FaultRun.say("after %s: %d ms (usually %d ms)", poison.kind(), delay.toMillis(), usual.toMillis());
				assertThat(delay).as(poison.kind()).isLessThan(usual.plusSeconds(1));
			}
		}
		run.verify(System.nanoTime(), Duration.ofSeconds(60), Circumstances.ORDINARY.foreign(FOREIGN));
	}

	/**
	 * The time from sending the poison until the next good record of its partition is
	 * applied.
	 */
	private static Duration marker(RawProducer producer, MongoCollection<Document> accounts, Poison poison) {
		UUID user = foreign();
		long start = System.nanoTime();
		if (poison != null) {
			FOREIGN.add(new String(poison.key(), StandardCharsets.UTF_8));
			producer.sendTo(2, poison.key(), poison.value(), poison.headers());
		}
		producer.sendTo(2, RawProducer.key(user), producer.encode(RawProducer.registered(user)));
		while (accounts.countDocuments(Filters.eq(user.toString())) == 0) {
			assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
			LockSupport.parkNanos(2_000_000);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static UUID foreign() {
		UUID user = UUID.randomUUID();
		FOREIGN.add(user.toString());
		return user;
	}

	private static long deadLetters() {
		return run.system().dump().log().stream().filter((record) -> record.topic().equals(DEAD_LETTERS)).count();
	}

}
