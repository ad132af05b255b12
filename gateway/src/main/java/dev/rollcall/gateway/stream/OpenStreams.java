package dev.rollcall.gateway.stream;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.gateway.revocation.DenySet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.stereotype.Component;

/**
 * The open streams of this gateway. A stream ends with its session, or when its user
 * opens too many.
 */
@Component
final class OpenStreams {

	private final Map<String, Deque<Stream>> ofUser = new HashMap<>();

	private final Map<String, Set<Stream>> ofSession = new HashMap<>();

	private final StreamProperties properties;

	private final DenySet denied;

	OpenStreams(StreamProperties properties, DenySet denied, MeterRegistry meters) {
		this.properties = properties;
		this.denied = denied;
		denied.onEnd(this::endSession);
		Gauge.builder("rollcall.gateway.streams", this, OpenStreams::count)
			.description("Open streams of events")
			.register(meters);
	}

	/** Opens a stream. Its owner closes it, however it ended. */
	Stream open(String user, String session) {
		Stream stream = new Stream(user, session);
		Stream oldest = add(stream);
		if (oldest != null) {
			oldest.end();
		}
		// The session may have ended before the stream was added.
		if (this.denied.denies(session)) {
			stream.end();
		}
		return stream;
	}

	/** Returns the user's oldest stream if there are too many. */
	private synchronized @Nullable Stream add(Stream stream) {
		this.ofSession.computeIfAbsent(stream.session, (id) -> new HashSet<>()).add(stream);
		Deque<Stream> streams = this.ofUser.computeIfAbsent(stream.user, (id) -> new ArrayDeque<>());
		streams.add(stream);
		return (streams.size() > this.properties.perUser()) ? streams.remove() : null;
	}

	synchronized void close(Stream stream) {
		this.ofSession.computeIfPresent(stream.session, (id, streams) -> without(streams, stream));
		this.ofUser.computeIfPresent(stream.user, (id, streams) -> without(streams, stream));
	}

	private static <T extends Collection<Stream>> @Nullable T without(T streams, Stream stream) {
		streams.remove(stream);
		return streams.isEmpty() ? null : streams;
	}

	private void endSession(String session) {
		of(session).forEach(Stream::end);
	}

	private synchronized List<Stream> of(String session) {
		return List.copyOf(this.ofSession.getOrDefault(session, Set.of()));
	}

	private synchronized int count() {
		return this.ofSession.values().stream().mapToInt(Set::size).sum();
	}

	/** A stream; each is different from all others. */
	static final class Stream {

		private final String user;

		private final String session;

		private final Sinks.Empty<Void> end = Sinks.empty();

		private Stream(String user, String session) {
			this.user = user;
			this.session = session;
		}

		private void end() {
			this.end.tryEmitEmpty();
		}

		/** Completes when the stream must end. */
		Mono<Void> ended() {
			return this.end.asMono();
		}

	}

}
