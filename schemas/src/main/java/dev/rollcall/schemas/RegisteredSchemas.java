package dev.rollcall.schemas;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the schema of a content id through the configured deserializer, so that every
 * registry works whose deserializer reads the Confluent wire format: it has the
 * deserializer read a value of that id whose bytes are all zero, which is valid Avro for
 * every schema. No byte that a stranger wrote reaches the deserializer.
 */
public final class RegisteredSchemas {

	/** Length of the wire format's header: magic byte 0, then a content id of 4 bytes. */
	public static final int HEADER_LENGTH = 5;

	private static final int PROBE_LENGTH = 64 * 1024;

	/** A content id never changes its meaning: the registry is asked only once. */
	private static final Map<String, Object> NEVER_EXPIRE = Map.of("apicurio.registry.check-period-ms",
			Duration.ofDays(365).toMillis(), "apicurio.registry.fault-tolerant-refresh", true);

	/**
	 * Settings that return other objects, or read by another schema than the writer's.
	 */
	private static final List<String> NOT_GENERIC = List.of("apicurio.registry.use-specific-avro-reader",
			"specific.avro.reader", "use.latest.version", "schema.reflection", "avro.use.logical.type.converters");

	private static final int NOT_FOUND = 404;

	private static final int SCHEMA_NOT_FOUND = 40403;

	private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

	private final BiFunction<String, byte[], @Nullable Object> deserializer;

	private final Duration timeout;

	/**
	 * Creates the lookup.
	 * @param deserializer reads a value of a topic; the configured deserializer, with
	 * {@link #settings}
	 * @param timeout for one lookup; the registries' clients have none of their own
	 */
	public RegisteredSchemas(BiFunction<String, byte[], @Nullable Object> deserializer, Duration timeout) {
		this.deserializer = deserializer;
		this.timeout = timeout;
	}

	/** Changes a deserializer's settings so that it returns generic records. */
	public static Map<String, Object> settings(Map<String, ?> settings) {
		Map<String, Object> generic = new HashMap<>(settings);
		NEVER_EXPIRE.forEach(generic::putIfAbsent);
		NOT_GENERIC.forEach((name) -> generic.put(name, false));
		generic.remove("apicurio.registry.avro-datum-provider");
		return generic;
	}

	/** The content id of a value; empty if the value is not in the wire format. */
	public static OptionalInt contentId(byte[] value) {
		return (value.length >= HEADER_LENGTH && value[0] == 0) ? OptionalInt.of(ByteBuffer.wrap(value).getInt(1))
				: OptionalInt.empty();
	}

	/**
	 * Finds a schema. Asks the registry once for each; blocks until it answers.
	 * @param topic the topic of the record that has the id
	 * @return empty if the registry has no Avro schema of a record with this id
	 * @throws IllegalStateException if the registry does not answer in time, or the
	 * deserializer does not return Avro records
	 */
	public Optional<Schema> find(String topic, int contentId) {
		Schema schema = this.known.get(contentId);
		if (schema != null) {
			return Optional.of(schema);
		}
		Optional<Schema> found = lookUp(topic, contentId);
		found.ifPresent((learned) -> this.known.put(contentId, learned));
		return found;
	}

	private Optional<Schema> lookUp(String topic, int contentId) {
		byte[] probe = ByteBuffer.allocate(PROBE_LENGTH).putInt(1, contentId).array();
		try {
			Object value = inTime(topic, probe);
			if (value instanceof GenericContainer container) {
				return Optional.of(container.getSchema()).filter((schema) -> schema.getType() == Schema.Type.RECORD);
			}
			if (isEmpty(value)) {
				return Optional.empty();
			}
		}
		catch (ExecutionException ex) {
			if (isNotFound(ex) || isUnreadable(ex)) {
				return Optional.empty();
			}
			throw new IllegalStateException("The schema registry refused the request or failed", ex.getCause());
		}
		throw new IllegalStateException("spring.kafka.consumer.value-deserializer does not return Avro records");
	}

	/**
	 * Whether a value of zero bytes may have the schema of a text, a number, bytes or a
	 * map, instead of a record.
	 */
	private static boolean isEmpty(@Nullable Object value) {
		return value == null || value instanceof Number || value instanceof Boolean || value instanceof ByteBuffer
				|| value instanceof Map || (value instanceof CharSequence text && text.isEmpty())
				|| (value instanceof byte[] bytes && bytes.length == 0);
	}

	private @Nullable Object inTime(String topic, byte[] probe) throws ExecutionException {
		FutureTask<@Nullable Object> task = new FutureTask<>(() -> this.deserializer.apply(topic, probe));
		Thread thread = new Thread(task, "rollcall-schema-lookup");
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("The schema registry did not respond in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the schema registry", ex);
		}
		finally {
			task.cancel(true);
		}
	}

	/**
	 * Whether the registry itself says that it has no such schema, as Apicurio or
	 * Confluent do; a 404 from a proxy in front of it does not count.
	 */
	private static boolean isNotFound(Throwable failure) {
		return causes(failure).anyMatch((cause) -> Integer.valueOf(NOT_FOUND).equals(property(cause, "getStatus"))
				&& (String.valueOf(property(cause, "getName")).endsWith("NotFoundException")
						|| Integer.valueOf(SCHEMA_NOT_FOUND).equals(property(cause, "getErrorCode"))));
	}

	/** Whether the registry answered, but with something that Avro cannot use. */
	private static boolean isUnreadable(Throwable failure) {
		return causes(failure).noneMatch(IOException.class::isInstance) && causes(failure)
			.anyMatch((cause) -> cause instanceof AvroRuntimeException || cause instanceof StackOverflowError);
	}

	private static Stream<Throwable> causes(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause);
	}

	private static @Nullable Object property(Throwable failure, String getter) {
		try {
			return failure.getClass().getMethod(getter).invoke(failure);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException absent) {
			return null;
		}
	}

}
