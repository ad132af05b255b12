package dev.rollcall.local.erasure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.RecordKey;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads all topics and stores once each and finds what still names a deleted user:
 * records other than UserDeleted and tombstones, and documents with personal fields. The
 * users are those whose UserDeleted is in the log; their ids are kept in memory.
 */
public final class ErasureCheck {

	private static final String DELETION = UserDeleted.getClassSchema().getFullName();

	private final String bootstrapServers;

	private final Map<String, String> stores;

	private final Set<String> deleted = new HashSet<>();

	private final Map<String, Remains> found = new TreeMap<>();

	/**
	 * Creates a check.
	 * @param stores the connection strings, by service
	 */
	public ErasureCheck(String bootstrapServers, Map<String, String> stores) {
		this.bootstrapServers = bootstrapServers;
		this.stores = stores;
	}

	/**
	 * Searches. Blocks for as long as the topics and stores take to read.
	 * @return what is left, by place
	 * @throws RuntimeException if the broker or a store does not respond
	 */
	public List<Remains> run() {
		try (TopicScan topics = new TopicScan(this.bootstrapServers)) {
			topics.read(List.of(Topic.USER_EVENTS.name()), (record) -> {
				if (record.value() != null && isDeletion(record)) {
					this.deleted.add(subject(record));
				}
			});
			topics.read(topics.all(), this::look);
		}
		this.stores.forEach(this::look);
		return new ArrayList<>(this.found.values());
	}

	/** Returns the number of deleted users. */
	public int deletedUsers() {
		return this.deleted.size();
	}

	private void look(ConsumerRecord<byte[], byte[]> record) {
		if (record.value() != null && !isDeletion(record)) {
			note(record.topic(), subject(record));
		}
	}

	private void look(String service, String uri) {
		String name = new ConnectionString(uri).getDatabase();
		try (MongoClient client = MongoClients.create(uri)) {
			MongoDatabase store = client.getDatabase((name != null) ? name : "test");
			store.listCollectionNames()
				.forEach((collection) -> store.getCollection(collection)
					.find()
					.forEach((document) -> PersonalDocument.of(document)
						.users()
						.forEach((user) -> note(service + "." + collection, user))));
		}
	}

	private void note(String place, String user) {
		if (this.deleted.contains(user)) {
			this.found.compute(place, (name, former) -> ((former != null) ? former : Remains.none(name)).and(user));
		}
	}

	private static boolean isDeletion(ConsumerRecord<byte[], byte[]> record) {
		return DELETION.equals(TopicScan.header(record, EventHeaders.TYPE));
	}

	private static String subject(ConsumerRecord<byte[], byte[]> record) {
		String subject = TopicScan.header(record, EventHeaders.SUBJECT);
		return !subject.isEmpty() ? subject : RecordKey.parse(TopicScan.text(record.key())).subject();
	}

}
