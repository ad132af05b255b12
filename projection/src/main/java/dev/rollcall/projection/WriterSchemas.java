package dev.rollcall.projection;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * The schemas that records were written with, by content id. The configured value
 * deserializer looks them up, with the registry's address and credentials that it was
 * configured with: it decodes a value that consists of the content id and zeros. Zeros
 * are a valid encoding under every schema (0, empty, the first branch of a union), so a
 * failure is the registry's, never a record's. Each schema is looked up once.
 */
final class WriterSchemas implements AutoCloseable {

	/** A content id never changes its meaning, so the client must not ask again. */
	private static final Map<String, Object> NEVER_EXPIRE = Map.of("apicurio.registry.check-period-ms",
			Duration.ofDays(365).toMillis(), "apicurio.registry.fault-tolerant-refresh", true);

	/** Settings that give objects of a class, or decode by another schema. */
	private static final List<String> NOT_GENERIC = List.of("apicurio.registry.use-specific-avro-reader",
			"specific.avro.reader", "use.latest.version", "schema.reflection", "avro.use.logical.type.converters");

	private static final int NOT_FOUND = 404;

	private static final int SCHEMA_NOT_FOUND = 40403;

	private static final int ZEROS = 64 * 1024;

	private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

	private final Deserializer<?> deserializer;

	private final Duration timeout;

	WriterSchemas(Deserializer<?> deserializer, Duration timeout) {
		this.deserializer = deserializer;
		this.timeout = timeout;
	}

	static WriterSchemas of(Map<String, Object> settings, Duration timeout) {
		Map<String, Object> own = new HashMap<>(settings);
		NEVER_EXPIRE.forEach(own::putIfAbsent);
		NOT_GENERIC.forEach((name) -> own.put(name, false));
		own.remove("apicurio.registry.avro-datum-provider");
		Deserializer<?> deserializer = BeanUtils.instantiateClass(type(settings), Deserializer.class);
		deserializer.configure(own, false);
		return new WriterSchemas(deserializer, timeout);
	}

	private static Class<?> type(Map<String, Object> settings) {
		Object type = settings.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
		return (type instanceof Class<?> known) ? known
				: ClassUtils.resolveClassName(String.valueOf(type), WriterSchemas.class.getClassLoader());
	}

	/**
	 * Returns the schema of a content id.
	 * @param topic the topic of the record that has the id
	 * @throws InvalidEventException if the registry has no such schema
	 * @throws RuntimeException if the registry does not answer in time
	 */
	Schema get(String topic, int contentId) {
		Schema schema = this.known.get(contentId);
		if (schema == null) {
			schema = lookUp(topic, contentId);
			this.known.put(contentId, schema);
		}
		return schema;
	}

	private Schema lookUp(String topic, int contentId) {
		byte[] zeros = ByteBuffer.allocate(ZEROS).putInt(1, contentId).array();
		try {
			Object value = decodeInTime(topic, zeros);
			if (value instanceof GenericRecord generic && !(value instanceof SpecificRecord)) {
				return generic.getSchema();
			}
		}
		catch (RuntimeException ex) {
			if (isNotFound(ex)) {
				throw new InvalidEventException("The registry has no schema with this content id", ex);
			}
			throw ex;
		}
		throw new IllegalStateException("spring.kafka.consumer.value-deserializer does not return generic records");
	}

	/** The registry clients do not limit the time that they wait for an answer. */
	private @Nullable Object decodeInTime(String topic, byte[] bytes) {
		FutureTask<@Nullable Object> task = new FutureTask<>(() -> this.deserializer.deserialize(topic, bytes));
		Thread thread = new Thread(task, "rollcall-schema-lookup");
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			task.cancel(true);
			throw new IllegalStateException("The schema registry did not answer in time", ex);
		}
		catch (InterruptedException ex) {
			task.cancel(true);
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether the registry itself answered that it has no such schema. Covers the
	 * exceptions of Apicurio's and Confluent's clients; a 404 of a proxy does not count.
	 */
	private static boolean isNotFound(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (Integer.valueOf(NOT_FOUND).equals(property(cause, "getStatus"))
					&& (String.valueOf(property(cause, "getName")).endsWith("NotFoundException")
							|| Integer.valueOf(SCHEMA_NOT_FOUND).equals(property(cause, "getErrorCode")))) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Object property(Throwable ex, String getter) {
		try {
			return ex.getClass().getMethod(getter).invoke(ex);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException absent) {
			return null;
		}
	}

	@Override
	public void close() {
		this.deserializer.close();
	}

}
