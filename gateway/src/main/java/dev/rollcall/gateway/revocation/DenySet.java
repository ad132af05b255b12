package dev.rollcall.gateway.revocation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** The sessions that ended recently. */
@Component
public final class DenySet {

	private final Cache<String, Boolean> ended;

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	DenySet(RevocationProperties properties) {
		this.ended = Caffeine.newBuilder().expireAfterWrite(properties.kept()).maximumSize(properties.most()).build();
	}

	public boolean denies(@Nullable String sessionId) {
		return sessionId != null && this.ended.getIfPresent(sessionId) != null;
	}

	/**
	 * Calls the listener with the id of each session that ends from now on, after
	 * {@link #denies} says so. It must not block.
	 */
	public void onEnd(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	void add(String sessionId) {
		this.ended.put(sessionId, true);
		this.listeners.forEach((listener) -> listener.accept(sessionId));
	}

}
