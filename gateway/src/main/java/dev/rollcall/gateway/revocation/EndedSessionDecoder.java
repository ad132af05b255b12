package dev.rollcall.gateway.revocation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.rollcall.event.SessionEnded;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds out which session a record says has ended. Before a schema is used for the first
 * time the registry is asked whether it has it, within a time limit, which its own client
 * does not have: so a registry that is away is never taken for a fault of the record. Of
 * one thread.
 */
final class EndedSessionDecoder implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	/** The wire format: magic byte 0, then a content id of 4 bytes. */
	private static final int HEADER = 5;

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

	private final Set<Integer> known = new HashSet<>();

	private final String registry;

	private final Deserializer<?> deserializer;

	EndedSessionDecoder(String registry, Deserializer<?> deserializer) {
		this.registry = registry;
		this.deserializer = deserializer;
	}

	/**
	 * The session that has ended; empty if the record says something else.
	 * @throws Unreadable if it never can be read
	 * @throws IllegalStateException if the registry does not answer
	 */
	Optional<String> ended(String topic, byte[] value) {
		if (value.length < HEADER || value[0] != 0) {
			throw new Unreadable();
		}
		int contentId = ByteBuffer.wrap(value).getInt(1);
		if (!this.known.contains(contentId)) {
			requireSchema(contentId);
		}
		try {
			Object event = this.deserializer.deserialize(topic, value);
			this.known.add(contentId);
			return (event instanceof SessionEnded ended) ? Optional.of(ended.getSessionId().toString())
					: Optional.empty();
		}
		catch (RuntimeException ex) {
			if (!this.known.contains(contentId)) {
				requireSchema(contentId);
			}
			throw new Unreadable();
		}
	}

	private void requireSchema(int contentId) {
		URI schema = URI.create(this.registry + "/apis/ccompat/v7/schemas/ids/" + contentId);
		int status;
		try {
			status = this.http.send(HttpRequest.newBuilder(schema).timeout(LIMIT).build(), BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The registry does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		if (status == 404) {
			throw new Unreadable();
		}
		if (status != 200) {
			throw new IllegalStateException("The registry answers " + status);
		}
	}

	@Override
	public void close() {
		this.deserializer.close();
	}

	/** No schema reads the record. */
	static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Unreadable() {
			super("No schema reads the record", null, false, false);
		}

	}

}
