package dev.rollcall.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.rollcall.schemas.Topic;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;

/**
 * The real parts, started once for all tests of this service.
 */
final class Platform {

	static final TestPlatform PLATFORM = start();

	static final AccessTokens TOKENS = new AccessTokens();

	static final String OPERATOR = "operator-" + UUID.randomUUID();

	private static final KeysetHandle LINKS = links();

	private Platform() {
	}

	/**
	 * Returns the settings of a service that uses the platform.
	 */
	static String[] settings(String database) {
		try {
			return settingsOf(database);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Seals a link's token as registration-service does. */
	static ByteBuffer sealed(UUID userId, UUID eventId, String token) {
		String associated = Topic.NOTIFICATION_REQUESTS.name() + "/" + userId + "/" + eventId;
		try {
			return ByteBuffer.wrap(LINKS.getPrimitive(RegistryConfiguration.get(), Aead.class)
				.encrypt(token.getBytes(StandardCharsets.UTF_8), associated.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeysetHandle links() {
		try {
			AeadConfig.register();
			return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] settingsOf(String database) throws GeneralSecurityException {
		return new String[] { "server.port=0", "management.server.port=0",
				"ROLLCALL_BOOTSTRAP_SERVERS=" + PLATFORM.bootstrapServers(),
				"ROLLCALL_REGISTRY_URL=" + PLATFORM.registryUrl(),
				"ROLLCALL_NOTIFICATION_STORE_URI=" + PLATFORM.storeUri(database),
				"ROLLCALL_SMTP_PORT=" + PLATFORM.smtpPort(), "ROLLCALL_JWKS_URI=" + TOKENS.keysUri(),
				"ROLLCALL_ISSUER=" + AccessTokens.ISSUER, "rollcall.delivery.back-off.max=2s",
				"rollcall.operator-token=former," + OPERATOR, "rollcall.keys.notification="
						+ TinkJsonProtoKeysetFormat.serializeKeyset(LINKS, InsecureSecretKeyAccess.get()) };
	}

	private static TestPlatform start() {
		TestPlatform platform = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.STORE, Part.MAIL);
		platform.deploy();
		return platform;
	}

}
