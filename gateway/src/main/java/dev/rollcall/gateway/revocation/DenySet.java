package dev.rollcall.gateway.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** The sessions that ended recently. */
@Component
public final class DenySet {

	private final Cache<String, Boolean> ended;

	DenySet(RevocationProperties properties) {
		this.ended = Caffeine.newBuilder().expireAfterWrite(properties.kept()).maximumSize(properties.most()).build();
	}

	public boolean denies(@Nullable String sessionId) {
		return sessionId != null && this.ended.getIfPresent(sessionId) != null;
	}

	void add(String sessionId) {
		this.ended.put(sessionId, true);
	}

}
