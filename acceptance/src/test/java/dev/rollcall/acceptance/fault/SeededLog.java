package dev.rollcall.acceptance.fault;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.schemas.Topic;

/**
 * Imported users, written directly to the topics. They get no mail, and their hashes are
 * not really sealed.
 */
final class SeededLog {

	static final List<String> TOPICS = List.of(RawProducer.USER_EVENTS, Topic.USER_CREDENTIALS.name());

	private static final int SEALED = 150;

	private static final int TOGETHER = 1000;

	private final FaultSystem system;

	private final FaultRun run;

	SeededLog(FaultRun run) {
		this.run = run;
		this.system = run.system();
	}

	/**
	 * Writes the users, a thousand at a time, and version by version within the thousand.
	 * @param users the number of users
	 * @param events events of each user, in addition to one credential
	 * @return the users' ids
	 */
	Set<String> write(int users, int events) {
		Set<String> keys = new HashSet<>();
		try (RawProducer producer = new RawProducer(this.system)) {
			for (int from = 0; from < users; from += TOGETHER) {
				List<UUID> some = Stream.generate(UUID::randomUUID).limit(Math.min(TOGETHER, users - from)).toList();
				write(some, events, producer);
				some.forEach((user) -> keys.add(user.toString()));
			}
		}
		return keys;
	}

	private void write(List<UUID> users, int events, RawProducer producer) {
		for (UUID user : users) {
			producer.sendLater(TOPICS.get(1), RawProducer.key(user), producer.encode(credential(user)));
		}
		for (int version = 1; version <= events; version++) {
			for (UUID user : users) {
				producer.sendLater(RawProducer.event(user, version, user + "@example.org"));
			}
		}
	}

	private PasswordCredential credential(UUID user) {
		byte[] sealed = new byte[SEALED];
		this.run.random().nextBytes(sealed);
		Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
		return new PasswordCredential(UUID.randomUUID(), user, now,
				Actor.newBuilder().setType(ActorType.SYSTEM).build(), "seed", null, 1L, 1L, ByteBuffer.wrap(sealed));
	}

}
