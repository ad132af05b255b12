package dev.rollcall.session.session;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;

final class SessionFixture {

	static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

	static final UserId ADA = new UserId(UUID.fromString("0193a1b2-0000-7000-8000-000000000001"));

	/** The id of the device of every session. */
	static final String DEVICE = "device-of-ada";

	static final SessionProperties PROPERTIES = new SessionProperties(Duration.ofDays(14), Duration.ofDays(90), 0,
			Duration.ofSeconds(30), Duration.ofHours(24));

	private SessionFixture() {
	}

	static Session sessionStartedAt(Instant start) {
		return sessionStartedUnder(null, start);
	}

	static Session sessionStartedUnder(@Nullable Long userVersion, Instant start) {
		return new Session(SessionId.random(), start, "phone", DEVICE, "127.0.0.1", 1, userVersion, List.of("pwd"),
				new byte[32], 1, start, start.plus(PROPERTIES.idle()), start.plus(PROPERTIES.absolute()));
	}

	static UserSessions with(List<Session> sessions) {
		return new UserSessions(ADA, 7, 0, sessions.size(), 1, false, null, sessions);
	}

	static Mac refreshKey() {
		try {
			MacConfig.register();
			return KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG)
				.getPrimitive(RegistryConfiguration.get(), Mac.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
