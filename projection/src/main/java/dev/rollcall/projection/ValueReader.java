package dev.rollcall.projection;

import java.io.EOFException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * The configured value deserializer, and one like it that makes generic records, to find
 * out why the first one failed.
 */
final class ValueReader implements AutoCloseable {

	/** What a content id means never changes, so what is known is never asked again. */
	private static final Map<String, Object> NEVER_EXPIRE = Map.of("apicurio.registry.check-period-ms",
			Duration.ofDays(365).toMillis(), "apicurio.registry.fault-tolerant-refresh", true);

	private static final String[] SPECIFIC_READER = { "apicurio.registry.use-specific-avro-reader",
			"specific.avro.reader" };

	private static final int NOT_FOUND = 404;

	private static final int SCHEMA_NOT_FOUND = 40403;

	private final Deserializer<?> specific;

	private final Map<String, Object> settings;

	private final Duration limit;

	private @Nullable Deserializer<?> generic;

	ValueReader(Map<String, Object> settings, Duration limit) {
		this.specific = deserializer(settings, true);
		this.settings = settings;
		this.limit = limit;
	}

	private static Deserializer<?> deserializer(Map<String, Object> settings, boolean specific) {
		Map<String, Object> own = new HashMap<>(settings);
		NEVER_EXPIRE.forEach(own::putIfAbsent);
		for (String name : SPECIFIC_READER) {
			own.put(name, specific);
		}
		Deserializer<?> deserializer = BeanUtils.instantiateClass(type(settings), Deserializer.class);
		deserializer.configure(own, false);
		return deserializer;
	}

	private static Class<?> type(Map<String, Object> settings) {
		Object type = settings.get(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
		return (type instanceof Class<?> known) ? known
				: ClassUtils.resolveClassName(String.valueOf(type), ValueReader.class.getClassLoader());
	}

	/** Reads without asking the registry: the schema is known. */
	@Nullable Object read(String topic, byte[] bytes) {
		return this.specific.deserialize(topic, bytes);
	}

	/** Reads, and waits for the registry no longer than the limit. */
	@Nullable Object readInTime(String topic, byte[] bytes) {
		return inTime(() -> this.specific.deserialize(topic, bytes));
	}

	@Nullable Object readGenericInTime(String topic, byte[] bytes) {
		return inTime(() -> generic().deserialize(topic, bytes));
	}

	private synchronized Deserializer<?> generic() {
		if (this.generic == null) {
			this.generic = deserializer(this.settings, false);
		}
		return this.generic;
	}

	/**
	 * Requires that the registry has given the schema, to the reader that is used: then
	 * reading no bytes at all fails for want of bytes.
	 * @param topic the topic
	 * @param header magic byte and content id, and nothing after them
	 * @throws InvalidEventException if the registry says that it knows no such schema
	 * @throws RuntimeException if it does not answer
	 */
	void requireSchema(String topic, byte[] header) {
		try {
			readInTime(topic, header);
		}
		catch (RuntimeException ex) {
			if (isDenied(ex)) {
				throw new InvalidEventException("The registry knows no schema of this content id", ex);
			}
			if (!isOutOfBytes(ex) && !isWithoutClass(ex)) {
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
	 * The deserializers' way to say that a schema has no class here; no failure of a
	 * connection has such a root.
	 */
	private static boolean isWithoutClass(Throwable ex) {
		Throwable root = RootCause.of(ex);
		return root instanceof IllegalArgumentException || root instanceof SerializationException;
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
	public synchronized void close() {
		this.specific.close();
		if (this.generic != null) {
			this.generic.close();
		}
	}

}
