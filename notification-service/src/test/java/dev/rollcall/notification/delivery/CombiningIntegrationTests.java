package dev.rollcall.notification.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.notification.template.Template;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.data.mongodb.core.SimpleReactiveMongoDatabaseFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deliveries of a combined kind on a real store, with a clock that the test sets.
 */
class CombiningIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration INTERVAL = Duration.ofHours(1);

	private static final Duration LIFETIME = Duration.ofDays(3);

	private static final String USER = UUID.randomUUID().toString();

	private static TestPlatform platform;

	private static MongoClient client;

	private final String database = "combining-" + UUID.randomUUID();

	private final SettableClock clock = new SettableClock();

	private final SimpleReactiveMongoDatabaseFactory store = new SimpleReactiveMongoDatabaseFactory(client,
			this.database);

	private final Intervals intervals = new Intervals(this.store, INTERVAL, LIFETIME, this.clock);

	private final Deliveries deliveries = new Deliveries(this.store, this.intervals, LIFETIME, this.clock);

	private final Recorder mails = new Recorder();

	private final Sender sender = sender();

	@BeforeAll
	static void startStore() {
		platform = TestPlatform.start(new Part[] { Part.STORE });
		client = MongoClients.create(platform.storeUri("combining"));
	}

	@AfterAll
	static void stopStore() {
		client.close();
		platform.close();
	}

	@Test
	void twentySignInsLeadToOneMailAndThenToOneThatCounts19() {
		List<Delivery> signIns = signIns(20);
		for (Delivery signIn : signIns) {
			add(signIn);
			this.clock.pass(Duration.ofSeconds(3));
			sendDue();
		}
		assertThat(this.mails.counts()).containsExactly(1);
		assertThat(find("held")).as("attempts are saved")
			.hasSize(19)
			.allMatch((held) -> held.getInteger("attempts") == 0);
		assertThat(find("due")).as("nothing is polled").isEmpty();
		assertThat(this.deliveries.oldest(Channel.MAIL).blockOptional(LIMIT)).as("none is late").isEmpty();
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(1, 19);
		assertThat(this.mails.sent.get(1).occurrences().since()).isEqualTo(signIns.get(1).occurredAt());
		assertThat(outcomes("sent")).hasSize(2);
		assertThat(outcomes("joined")).hasSize(18)
			.allMatch((end) -> end.getString("reason").equals(this.mails.sent.get(1).id()));
		assertThat(find("due")).isEmpty();
		assertThat(find("held")).isEmpty();
	}

	/** Any number of instances may release the held ones, in parts and at any time. */
	@Test
	void messageCountsAllThatAreHeldHoweverFewWereReleased() {
		List<Delivery> signIns = signIns(20);
		add(signIns.get(0));
		sendDue();
		signIns.forEach(this::add);
		assertThat(find("held")).as("the first was delivered again").hasSize(20);
		this.clock.pass(INTERVAL);
		assertThat(this.deliveries.release(Channel.MAIL, 7).block(LIMIT)).isEqualTo(7);
		assertThat(this.deliveries.release(Channel.IN_APP, 7).block(LIMIT)).isZero();
		send(due().stream().filter((due) -> !due.id().equals(signIns.get(0).id())).findFirst().orElseThrow());
		assertThat(this.mails.counts()).containsExactly(1, 19);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(1, 19);
		assertThat(find("done")).hasSize(20);
		assertThat(find("due")).isEmpty();
		assertThat(find("held")).isEmpty();
	}

	@Test
	void releaseThatWasInterruptedIsRepeated() {
		List<Delivery> signIns = signIns(4);
		add(signIns.get(0));
		sendDue();
		signIns.forEach(this::add);
		List<Document> held = find("held");
		this.clock.pass(INTERVAL);
		sendDue();
		Flux.from(collection("held").insertMany(held)).blockLast(LIMIT);
		Flux.from(collection("due").insertMany(held)).blockLast(LIMIT);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(1, 3);
		assertThat(find("due")).isEmpty();
		assertThat(find("held")).isEmpty();
	}

	@Test
	void redeliveredSignInIsNotCountedAgain() {
		List<Delivery> signIns = signIns(5);
		for (int i = 0; i < 3; i++) {
			signIns.forEach(this::add);
			sendDue();
			this.clock.pass(INTERVAL);
			sendDue();
		}
		assertThat(this.mails.counts()).containsExactly(5);
	}

	@Test
	void mailThatIsRepeatedAfterACrashIsTheSameAndLosesNone() {
		List<Delivery> signIns = signIns(6);
		signIns.subList(0, 5).forEach(this::add);
		DueDelivery leased = lease(due().get(0), "crashes");
		new Combining(this.deliveries, this.intervals).attempt(leased, this.mails::deliver);
		this.clock.pass(Duration.ofMinutes(1));
		this.sender.send(this.deliveries.takeOver(leased, "other").block(LIMIT));
		assertThat(this.mails.counts()).containsExactly(5, 5);
		assertThat(this.mails.sent).extracting(Delivery::id).containsOnly(leased.id());
		add(signIns.get(5));
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(5, 5, 1);
		assertThat(find("done")).hasSize(6);
		assertThat(find("due")).isEmpty();
	}

	@Test
	void crashAfterTheOutcomeIsStoredMentionsNoneAgain() {
		signIns(5).forEach(this::add);
		DueDelivery leased = lease(due().get(0), "crashes");
		new Combining(this.deliveries, this.intervals).attempt(leased, this.mails::deliver);
		this.deliveries.finish(leased, Outcome.SENT).block(LIMIT);
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(5);
		assertThat(outcomes("joined")).hasSize(4);
	}

	/** The first mail also mentions those that were held before it was written. */
	@Test
	void onlyOneOfSeveralWorkersSendsAMail() {
		signIns(10).forEach(this::add);
		List<DueDelivery> leased = due().stream().map((due) -> lease(due, "worker")).toList();
		leased.parallelStream().forEach(this.sender::send);
		assertThat(this.mails.sent).hasSize(1);
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts().stream().mapToInt(Integer::intValue).sum()).as("each is mentioned once")
			.isEqualTo(10);
		assertThat(outcomes("sent")).hasSameSizeAs(this.mails.sent).hasSizeBetween(1, 2);
		assertThat(find("done")).hasSize(10);
		assertThat(find("due")).isEmpty();
	}

	@Test
	void signInHeldBeforeTheMailIsWrittenIsMentionedInIt() {
		signIns(3).forEach(this::add);
		List<DueDelivery> leased = due().stream().map((due) -> lease(due, "worker")).toList();
		this.intervals.start(leased.get(0).delivery(), null).block(LIMIT);
		this.sender.send(leased.get(1));
		this.sender.send(leased.get(0));
		this.sender.send(leased.get(2));
		assertThat(this.mails.counts()).as("the third was still leased").containsExactly(2);
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(2, 1);
		assertThat(find("due")).isEmpty();
	}

	@Test
	void outageOfTheMailServerLeadsToOneMail() {
		this.mails.answer = new Outcome.Postponed("smtp-connection");
		for (Delivery signIn : signIns(10)) {
			add(signIn);
			sendDue();
			this.clock.pass(INTERVAL.dividedBy(2));
		}
		this.mails.sent.clear();
		this.mails.answer = Outcome.SENT;
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(10);
		this.clock.pass(INTERVAL.multipliedBy(2));
		sendDue();
		assertThat(find("due")).isEmpty();
	}

	@Test
	void signInsThatJoinedAMailThatFailedAreMailedThemselves() {
		signIns(4).forEach(this::add);
		this.mails.answer = Outcome.refused("smtp-552");
		sendDue();
		this.mails.answer = Outcome.SENT;
		this.clock.pass(INTERVAL);
		sendDue();
		assertThat(this.mails.counts()).containsExactly(4, 3);
	}

	@Test
	void usersAndChannelsAreSeparate() {
		add(signIn(0, USER, Channel.MAIL));
		add(signIn(1, UUID.randomUUID().toString(), Channel.MAIL));
		add(signIn(0, USER, Channel.IN_APP));
		sendDue();
		assertThat(this.mails.counts()).containsExactly(1, 1);
		assertThat(find("due")).singleElement().extracting((due) -> due.getString("channel")).isEqualTo("in-app");
	}

	@Test
	void nothingOfADeletedUserIsKeptButTheNoticeOfTheDeletion() {
		signIns(2).forEach(this::add);
		sendDue();
		signIns(4).forEach(this::add);
		assertThat(find("held")).isNotEmpty();
		Delivery notice = new Delivery(
				new DeliveryKey("event", Template.ACCOUNT_DELETED, Channel.MAIL, DeliveryKey.Role.SELF),
				Recipient.unverified(USER, "ada@example.com"), this.clock.instant());
		add(notice);
		this.deliveries.erase(USER).block(LIMIT);
		assertThat(find("due")).singleElement().extracting((due) -> due.getString("_id")).isEqualTo(notice.id());
		assertThat(find("held")).isEmpty();
		assertThat(find("intervals")).isEmpty();
	}

	private void add(Delivery delivery) {
		this.deliveries.add(List.of(delivery), null, Map.of()).block(LIMIT);
	}

	/** As a worker does. */
	private void sendDue() {
		this.deliveries.release(Channel.MAIL, 100).block(LIMIT);
		due().forEach(this::send);
	}

	private void send(DueDelivery due) {
		this.deliveries.lease(due, "worker").blockOptional(LIMIT).ifPresent(this.sender::send);
	}

	private List<DueDelivery> due() {
		return this.deliveries.due(Channel.MAIL, 0, 100).blockOptional(LIMIT).orElseThrow();
	}

	private DueDelivery lease(DueDelivery due, String worker) {
		return this.deliveries.lease(due, worker).blockOptional(LIMIT).orElseThrow();
	}

	private List<Document> outcomes(String outcome) {
		return find("done").stream().filter((end) -> end.getString("outcome").equals(outcome)).toList();
	}

	private List<Document> find(String collection) {
		return Flux.from(collection(collection).find()).collectList().blockOptional(LIMIT).orElseThrow();
	}

	private MongoCollection<Document> collection(String name) {
		return client.getDatabase(this.database).getCollection(name);
	}

	private List<Delivery> signIns(int count) {
		return IntStream.range(0, count).mapToObj((number) -> signIn(number, USER, Channel.MAIL)).toList();
	}

	private Delivery signIn(int number, String user, Channel channel) {
		DeliveryKey key = new DeliveryKey("event-" + number + "-of-" + user, Template.NEW_DEVICE, channel,
				DeliveryKey.Role.SELF);
		return new Delivery(key, Recipient.of(user), this.clock.instant().plusSeconds(number));
	}

	private Sender sender() {
		DeliveryProperties properties = new DeliveryProperties(4, Duration.ofMillis(100), LIFETIME,
				Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(5),
				new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(5)), INTERVAL);
		return new Sender(this.mails, this.deliveries, new Combining(this.deliveries, this.intervals), properties,
				this.clock, new SimpleMeterRegistry(), new DeliverySpans(Tracer.NOOP, Propagator.NOOP));
	}

	/**
	 * Records what it is asked to send.
	 */
	private static final class Recorder implements DeliveryChannel {

		private final List<Delivery> sent = Collections.synchronizedList(new ArrayList<>());

		private Outcome answer = Outcome.SENT;

		List<Integer> counts() {
			return this.sent.stream().map((delivery) -> delivery.occurrences().count()).toList();
		}

		@Override
		public Channel channel() {
			return Channel.MAIL;
		}

		@Override
		public Outcome deliver(Delivery delivery) {
			this.sent.add(delivery);
			return this.answer;
		}

	}

	/**
	 * Stands still until the test lets time pass.
	 */
	private static final class SettableClock extends Clock {

		private Instant now = Instant.parse("2026-11-29T12:00:00Z");

		void pass(Duration time) {
			this.now = this.now.plus(time);
		}

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
