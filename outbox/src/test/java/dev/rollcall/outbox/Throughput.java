package dev.rollcall.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import reactor.core.publisher.Flux;

import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/**
 * A benchmark with its own broker, topic and store: one instance of the outbox that
 * drains pending messages, and that publishes while commands append; a plain idempotent
 * producer of the same payloads; and the store alone, with the writes that the relay
 * requires. The README explains how to run it.
 */
final class Throughput {

	private static final int COUNT = Integer.getInteger("count", 20_000);

	private static final int PAYLOAD = Integer.getInteger("payload", 400);

	private static final int WRITERS = Integer.getInteger("writers", 32);

	private static final int WARM_UP = 2000;

	private static final int BATCH = 200;

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private final Random random = new Random(1);

	private final String topic = Platform.newTopic();

	private final CommittedRecords committed = new CommittedRecords(this.topic);

	private Throughput() {
	}

	public static void main(String[] arguments) {
		try {
			new Throughput().run();
		}
		finally {
			Platform.PARTS.close();
		}
	}

	private void run() {
		plain(WARM_UP);
		double plain = report("a plain idempotent producer", COUNT, plain(COUNT));
		try (Instance instance = Instance.start(Platform.newService())) {
			instance.awaitOwned(Topic.RELAY_SLOTS);
			appended(instance, WARM_UP);
			double appended = report("appended and committed, %d writers".formatted(WRITERS), COUNT,
					appended(instance, COUNT));
			drained(instance, WARM_UP);
			double drained = report("pending, drained by one instance", COUNT, drained(instance, COUNT));
			store(instance, WARM_UP);
			double store = report("the store alone: copy, remove", COUNT, store(instance, COUNT));
			print("draining is %.2f of the plain producer and %.2f of the store alone; appending is %.2f of the producer",
					drained / plain, drained / store, appended / plain);
		}
		this.committed.close();
	}

	/** Each returns the nanoseconds it took until the last record could be read. */
	private long plain(int count) {
		List<OutboxMessage> messages = messages(count);
		CountDownLatch seen = this.committed.expect(count);
		long start = System.nanoTime();
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers",
				Platform.PARTS.bootstrapServers(), "acks", "all", "enable.idempotence", true), new StringSerializer(),
				new ByteArraySerializer())) {
			messages.forEach((message) -> producer.send(message.toRecord(null)));
			producer.flush();
			await(seen);
		}
		return System.nanoTime() - start;
	}

	private long drained(Instance instance, int count) {
		OutboxRelay relay = instance.bean(OutboxRelay.class);
		relay.stop();
		List<Document> pending = messages(count).stream()
			.map((message) -> instance.outbox().append(new Document("_id", message.partitionKey()), List.of(message)))
			.toList();
		Flux.fromIterable(pending)
			.buffer(1000)
			.concatMap((some) -> instance.bean(ReactiveMongoTemplate.class).insert(some, "accounts"))
			.blockLast(LIMIT);
		CountDownLatch seen = this.committed.expect(count);
		relay.start();
		await(seen);
		// Without joining the group.
		return this.committed.sinceFirst();
	}

	private long appended(Instance instance, int count) {
		List<OutboxMessage> messages = messages(count);
		CountDownLatch seen = this.committed.expect(count);
		long start = System.nanoTime();
		Flux.fromIterable(messages)
			.flatMap((message) -> instance.bean(ReactiveMongoTemplate.class)
				.insert(instance.outbox().append(new Document("_id", message.partitionKey()), List.of(message)),
						"accounts")
				.doOnNext((account) -> instance.outbox().wake(message.partitionKey())), WRITERS)
			.blockLast(LIMIT);
		await(seen);
		return System.nanoTime() - start;
	}

	/** By as many threads as there are slots. */
	private long store(Instance instance, int count) {
		Store store = instance.bean(Store.class);
		List<Document> pending = messages(count).stream()
			.map((message) -> instance.outbox().append(new Document("_id", message.partitionKey()), List.of(message)))
			.toList();
		Flux.fromIterable(pending)
			.buffer(1000)
			.concatMap((some) -> instance.bean(ReactiveMongoTemplate.class).insert(some, "measured"))
			.blockLast(LIMIT);
		List<List<Document>> batches = IntStream.range(0, (count + BATCH - 1) / BATCH)
			.mapToObj((batch) -> pending.subList(batch * BATCH, Math.min(count, (batch + 1) * BATCH)))
			.toList();
		CountDownLatch done = new CountDownLatch(batches.size());
		RelayThreads threads = instance.bean(RelayThreads.class);
		List<List<Document>> left = new ArrayList<>(batches);
		long start = System.nanoTime();
		IntStream.range(0, Topic.RELAY_SLOTS).forEach((slot) -> threads.submit(() -> {
			for (List<Document> batch = next(left); !batch.isEmpty(); batch = next(left)) {
				write(store, batch);
				done.countDown();
			}
		}));
		await(done);
		return System.nanoTime() - start;
	}

	private static List<Document> next(List<List<Document>> left) {
		synchronized (left) {
			return left.isEmpty() ? List.of() : left.remove(left.size() - 1);
		}
	}

	private static void write(Store store, List<Document> batch) {
		List<Document> copies = batch.stream()
			.map((document) -> new Document("_id", UUID.randomUUID().toString()).append("message",
					document.getList("outbox", Document.class).get(0)))
			.toList();
		store.one("measured_published",
				(collection) -> collection.insertMany(copies, new InsertManyOptions().ordered(false)));
		store.one("measured",
				(collection) -> collection.bulkWrite(batch.stream()
					.map((document) -> new UpdateOneModel<Document>(Filters.eq(document.get("_id")),
							Updates.combine(Updates.set("outbox", List.of()), Updates.unset("outboxSlot"),
									Updates.unset("outboxSince"))))
					.toList()));
	}

	private List<OutboxMessage> messages(int count) {
		return Stream.generate(this::message).limit(count).toList();
	}

	private OutboxMessage message() {
		byte[] payload = new byte[PAYLOAD];
		this.random.nextBytes(payload);
		String key = UUID.randomUUID().toString();
		return new OutboxMessage(UUID.randomUUID().toString(), this.topic, key, payload,
				Map.of("ce_id", key, "ce_type", "dev.rollcall.event.UserRegistered", "ce_source", "/rollcall/test"));
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("Not done in " + LIMIT);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static double report(String what, int count, long nanos) {
		double rate = count * 1e9 / nanos;
		print("%-45s %,9.0f records/s", what, rate);
		return rate;
	}

	private static void print(String format, Object... values) {
		System.out.println(format.formatted(values)); // console
	}

}
