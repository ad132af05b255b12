package dev.rollcall.notification;

import java.util.UUID;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;

/**
 * The real parts, started once for all tests of this service.
 */
final class Platform {

	static final TestPlatform PLATFORM = start();

	static final AccessTokens TOKENS = new AccessTokens();

	static final String OPERATOR = "operator-" + UUID.randomUUID();

	private Platform() {
	}

	/**
	 * Returns the settings of a service that uses the platform.
	 */
	static String[] settings(String database) {
		return new String[] { "server.port=0", "management.server.port=0",
				"ROLLCALL_BOOTSTRAP_SERVERS=" + PLATFORM.bootstrapServers(),
				"ROLLCALL_REGISTRY_URL=" + PLATFORM.registryUrl(),
				"ROLLCALL_NOTIFICATION_STORE_URI=" + PLATFORM.storeUri(database),
				"ROLLCALL_SMTP_PORT=" + PLATFORM.smtpPort(), "ROLLCALL_JWKS_URI=" + TOKENS.keysUri(),
				"ROLLCALL_ISSUER=" + AccessTokens.ISSUER, "rollcall.delivery.back-off.max=2s",
				"rollcall.operator-token=former," + OPERATOR };
	}

	private static TestPlatform start() {
		TestPlatform platform = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.STORE, Part.MAIL);
		platform.deploy();
		return platform;
	}

}
