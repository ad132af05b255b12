package dev.rollcall.registration.account;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.rollcall.outbox.Companions;
import dev.rollcall.outbox.OutboxMessage;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;

import org.springframework.stereotype.Component;

/**
 * The tombstones of all earlier events of a deleted user: compaction then removes the
 * events. The deletion itself stays.
 */
@Component
class DeletedEvents implements Companions {

	@Override
	public Stream<OutboxMessage> of(OutboxMessage message) {
		Long version = RecordKey.parse(message.key()).userVersion();
		if (!message.erases() || version == null || !message.topic().equals(Topic.USER_EVENTS.name())) {
			return Stream.empty();
		}
		return LongStream.range(1, version).mapToObj((earlier) -> tombstone(message, earlier, version));
	}

	private static OutboxMessage tombstone(OutboxMessage deletion, long earlier, long version) {
		String key = RecordKey.ofEvent(deletion.partitionKey(), earlier).toString();
		String id = UUID.nameUUIDFromBytes((deletion.id() + key).getBytes(StandardCharsets.UTF_8)).toString();
		return OutboxMessage.tombstone(deletion.topic(), deletion.partitionKey(), id, version).withKey(key);
	}

}
