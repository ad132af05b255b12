package dev.rollcall.registration.account;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.local.query.QueryListener;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The parts that the service needs, started once, and the settings to connect to them.
 */
final class Platform implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final TestPlatform PARTS = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.STORE);

	static final AccessTokens TOKENS = new AccessTokens();

	static final String OPERATOR = "operator-" + UUID.randomUUID();

	private static final KeysetHandle CREDENTIAL;

	private static final KeysetHandle NOTIFICATION;

	private static final KeysetHandle DEVICE;

	private static final Map<String, String> SECRETS;

	static {
		try {
			PARTS.deploy();
			AeadConfig.register();
			MacConfig.register();
			CREDENTIAL = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
			NOTIFICATION = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
			DEVICE = KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG);
			SECRETS = Map.of("rollcall.keys.notification", json(NOTIFICATION), "rollcall.keys.credential",
					json(CREDENTIAL), "rollcall.keys.consistency", mac(), "rollcall.keys.device", json(DEVICE),
					"rollcall.keys.idempotency", mac(), "rollcall.operator-token", "former," + OPERATOR);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		MongoClientSettingsBuilderCustomizer recorded = (store) -> store.addCommandListener(new QueryListener());
		context.getBeanFactory().registerSingleton("recordedQueries", recorded);
		TestPropertyValues.of(SECRETS)
			.and("ROLLCALL_BOOTSTRAP_SERVERS=" + PARTS.bootstrapServers(),
					"ROLLCALL_REGISTRY_URL=" + PARTS.registryUrl(),
					"ROLLCALL_REGISTRATION_STORE_URI=" + PARTS.storeUri("registration"),
					"ROLLCALL_JWKS_URI=" + TOKENS.keysUri(), "rollcall.verify.look-again=1s")
			.applyTo(context);
	}

	/** The settings of another instance, as command line arguments. */
	static String[] arguments(List<String> others) {
		List<String> arguments = new ArrayList<>(others);
		SECRETS.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return arguments.toArray(String[]::new);
	}

	static Aead credentialAead() {
		return aead(CREDENTIAL);
	}

	static Aead notificationAead() {
		return aead(NOTIFICATION);
	}

	static Mac deviceMac() {
		try {
			return DEVICE.getPrimitive(RegistryConfiguration.get(), Mac.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Aead aead(KeysetHandle keys) {
		try {
			return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String mac() throws GeneralSecurityException {
		return json(KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_128BITTAG));
	}

	private static String json(KeysetHandle keys) throws GeneralSecurityException {
		return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
	}

}
