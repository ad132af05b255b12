package dev.rollcall.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.rollcall.verification.RootCause;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * The registry's content ids of the schemas that this service writes. Loaded in the
 * background: from the store if an earlier start saved them, otherwise from the registry.
 */
final class SchemaIds implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SchemaIds.class);

	private static final String COLLECTION = "schema_ids";

	private static final String CONTENT_ID = "contentId";

	private final List<Class<? extends SpecificRecord>> declared;

	private final Store store;

	private final SchemaLookup registry;

	private final RelayThreads threads;

	private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();

	private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

	private volatile boolean running;

	SchemaIds(List<Class<? extends SpecificRecord>> declared, Store store, SchemaLookup registry,
			RelayThreads threads) {
		this.declared = List.copyOf(declared);
		this.store = store;
		this.registry = registry;
		this.threads = threads;
	}

	Known get(Class<?> type) {
		Known schema = this.known.get(type);
		if (schema != null) {
			return schema;
		}
		if (this.declared.contains(type)) {
			throw new EncoderNotReady(type.getName());
		}
		throw new IllegalArgumentException(type.getName() + " is not declared: add it to rollcall.outbox.schemas");
	}

	/**
	 * Returns the classes whose content ids are not known yet.
	 */
	Collection<String> missing() {
		return this.declared.stream().filter((type) -> !this.known.containsKey(type)).map(Class::getName).toList();
	}

	@Override
	public void start() {
		this.running = true;
		this.threads.submit(this::learn);
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Starts before the web server accepts commands that encode events. */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 4096;
	}

	private void learn() {
		boolean complete = true;
		for (Class<? extends SpecificRecord> type : this.declared) {
			complete &= !this.running || this.known.containsKey(type) || tryToLearn(type);
		}
		if (!complete) {
			this.threads.later(this.backoff.next(), () -> this.threads.submit(this::learn));
		}
	}

	private boolean tryToLearn(Class<? extends SpecificRecord> type) {
		try {
			// Turns an Error into an exception, too.
			FutureTask<Known> attempt = new FutureTask<>(() -> learn(type));
			attempt.run();
			this.known.put(type, attempt.get());
			return true;
		}
		catch (Exception ex) {
			if (this.backoff.isUnused()) {
				logger.warn("The content id of schema {} could not be read from the registry; retrying: {}",
						type.getName(), RootCause.of(ex).toString());
			}
			return false;
		}
	}

	private Known learn(Class<? extends SpecificRecord> type) throws Exception {
		SpecificData data = SpecificData.getForClass(type);
		Schema schema = data.getSchema(type);
		String key = key(schema);
		Integer kept = kept(key);
		int id = (kept != null) ? kept : keep(key, this.registry.contentId(schema));
		return Known.of(id, data, schema);
	}

	private @Nullable Integer kept(String key) {
		Document found = this.store.one(COLLECTION, (ids) -> ids.find(Filters.eq(Fields.ID, key)).first());
		return (found != null) ? found.getInteger(CONTENT_ID) : null;
	}

	private int keep(String key, int id) {
		this.store.one(COLLECTION, (ids) -> ids.updateOne(Filters.eq(Fields.ID, key), Updates.set(CONTENT_ID, id),
				new UpdateOptions().upsert(true)));
		return id;
	}

	private String key(Schema schema) throws NoSuchAlgorithmException {
		byte[] hash = MessageDigest.getInstance("SHA-256").digest(schema.toString().getBytes(StandardCharsets.UTF_8));
		return schema.getFullName() + ":" + HexFormat.of().formatHex(hash);
	}

	/**
	 * A schema whose content id is known.
	 */
	record Known(byte[] prefix, DatumWriter<Object> writer) {

		@SuppressWarnings("unchecked") // Avro returns the raw type
		static Known of(int contentId, SpecificData data, Schema schema) {
			byte[] prefix = ByteBuffer.allocate(SchemaLookup.PREFIX).put(SchemaLookup.MAGIC).putInt(contentId).array();
			return new Known(prefix, data.createDatumWriter(schema));
		}

	}

}
