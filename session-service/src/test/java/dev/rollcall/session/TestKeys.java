package dev.rollcall.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;

/**
 * Random secrets, and the data that registration-service encrypts and signs with them.
 */
final class TestKeys {

	static final String OPERATOR = "operator-" + UUID.randomUUID();

	private static final KeysetHandle CREDENTIAL = generate(PredefinedAeadParameters.AES256_GCM);

	private static final KeysetHandle CONSISTENCY = generate(PredefinedMacParameters.HMAC_SHA256_128BITTAG);

	private static final KeysetHandle SIGNING = generate(PredefinedAeadParameters.AES256_GCM);

	private static final KeysetHandle REFRESH = generate(PredefinedMacParameters.HMAC_SHA256_256BITTAG);

	private static final KeysetHandle DEVICE = generate(PredefinedMacParameters.HMAC_SHA256_256BITTAG);

	private TestKeys() {
	}

	static Map<String, String> properties() {
		return Map.of("rollcall.keys.credential", json(CREDENTIAL), "rollcall.keys.consistency", json(CONSISTENCY),
				"rollcall.keys.signing", json(SIGNING), "rollcall.keys.refresh", json(REFRESH), "rollcall.keys.device",
				json(DEVICE), "rollcall.operator-token", "former," + OPERATOR);
	}

	static byte[] seal(UUID userId, long credentialVersion, String hash) {
		try {
			String data = "rollcall-user-credentials/" + userId + "/" + credentialVersion;
			return CREDENTIAL.getPrimitive(RegistryConfiguration.get(), Aead.class).encrypt(bytes(hash), bytes(data));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String open(String associated, byte[] sealed) {
		try {
			return new String(
					CREDENTIAL.getPrimitive(RegistryConfiguration.get(), Aead.class).decrypt(sealed, bytes(associated)),
					StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String consistencyToken(UUID userId, String canonical, long profileVersion, long credentialVersion) {
		byte[] email = mac(bytes("email:" + canonical));
		byte[] payload = ByteBuffer.allocate(40 + email.length)
			.putLong(userId.getMostSignificantBits())
			.putLong(userId.getLeastSignificantBits())
			.putLong(profileVersion)
			.putLong(credentialVersion)
			.putLong(Instant.now().plusSeconds(600).getEpochSecond())
			.put(email)
			.array();
		byte[] signed = ByteBuffer.allocate(6 + payload.length).put(bytes("token:")).put(payload).array();
		Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
		return base64.encodeToString(payload) + "." + base64.encodeToString(mac(signed));
	}

	private static byte[] mac(byte[] data) {
		try {
			return CONSISTENCY.getPrimitive(RegistryConfiguration.get(), Mac.class).computeMac(data);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeysetHandle generate(Parameters parameters) {
		try {
			AeadConfig.register();
			MacConfig.register();
			return KeysetHandle.generateNew(parameters);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String json(KeysetHandle keyset) {
		try {
			return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
