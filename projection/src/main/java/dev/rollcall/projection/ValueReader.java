package dev.rollcall.projection;

import java.io.EOFException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * The configured value deserializer, made to give generic records: with the schema that
 * their writer used, which it asks the registry for. Each call takes no longer than the
 * limit, whatever the registry does.
 */
final class ValueReader implements AutoCloseable {

	/** What a content id means never changes, so what is known is never asked again. */
	private static final Map<String, Object> NEVER_EXPIRE = Map.of("apicurio.registry.check-period-ms",
			Duration.ofDays(365).toMillis(), "apicurio.registry.fault-tolerant-refresh", true);

	/**
	 * What would make records of a class, or read by another schema than the writer's.
	 */
	private static final List<String> OTHER_THAN_GENERIC = List.of("apicurio.registry.use-specific-avro-reader",
			"specific.avro.reader", "use.latest.version", "schema.reflection");

	private static final int NOT_FOUND = 404;

	private static final int SCHEMA_NOT_FOUND = 40403;

	private final Deserializer<?> deserializer;

	private final Duration limit;

	ValueReader(Map<String, Object> settings, Duration limit) {
		this.deserializer = deserializer(settings);
		this.limit = limit;
	}

	private static Deserializer<?> deserializer(Map<String, Object> settings) {
		Map<String, Object> own = new HashMap<>(settings);
		NEVER_EXPIRE.forEach(own::putIfAbsent);
		OTHER_THAN_GENERIC.forEach((name) -> own.put(name, false));
		own.remove("apicurio.registry.avro-datum-provider");
		Deserializer<?> deserializer = BeanUtils.instantiateClass(type(settings), Deserializer.class);
		deserializer.configure(own, false);
		return deserializer;
	}

	private static Class<?> type(Map<String, Object> settings) {
		Object type = settings.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
		return (type instanceof Class<?> known) ? known
				: ClassUtils.resolveClassName(String.valueOf(type), ValueReader.class.getClassLoader());
	}

	/**
	 * Reads a value.
	 * @param topic its topic
	 * @param bytes the value
	 * @return the record
	 * @throws UnfitDeserializerException if the deserializer makes something else
	 * @throws RuntimeException if the registry does not answer or no schema reads it
	 */
	GenericRecord read(String topic, byte[] bytes) {
		Object value = inTime(() -> this.deserializer.deserialize(topic, bytes));
		if (value instanceof GenericRecord generic && !(value instanceof SpecificRecord)) {
			return generic;
		}
		throw new UnfitDeserializerException();
	}

	/**
	 * Requires that the registry has given the schema: then reading no bytes at all fails
	 * for want of bytes.
	 * @param topic the topic
	 * @param header magic byte and content id, and nothing after them
	 * @throws InvalidEventException if the registry says that it knows no such schema
	 * @throws RuntimeException if it does not answer
	 */
	void requireSchema(String topic, byte[] header) {
		try {
			read(topic, header);
		}
		catch (RuntimeException ex) {
			if (isDenied(ex)) {
				throw new InvalidEventException("The registry knows no schema of this content id", ex);
			}
			if (!isOutOfBytes(ex)) {
				throw ex;
			}
		}
	}

	/** The clients have no time limit of their own on an answer that does not come. */
	private @Nullable Object inTime(Supplier<@Nullable Object> reading) {
		FutureTask<@Nullable Object> task = new FutureTask<>(reading::get);
		Thread thread = new Thread(task, "rollcall-schema-lookup");
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(this.limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			task.cancel(true);
			throw new IllegalStateException("The registry did not answer in time", ex);
		}
		catch (InterruptedException ex) {
			task.cancel(true);
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Out of bytes while reading Avro; a closed connection looks alike but for this. */
	private static boolean isOutOfBytes(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof EOFException) {
				return Arrays.stream(cause.getStackTrace())
					.limit(3)
					.anyMatch((frame) -> frame.getClassName().startsWith("org.apache.avro.io."));
			}
		}
		return false;
	}

	/**
	 * The registry itself says that it has no such schema, in the words of Apicurio or
	 * Confluent; a 404 of something in front of it does not count.
	 */
	private static boolean isDenied(Throwable ex) {
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

	/**
	 * A setting is wrong, not a record.
	 */
	static final class UnfitDeserializerException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		UnfitDeserializerException() {
			super("spring.kafka.consumer.value-deserializer does not make generic records");
		}

	}

}
