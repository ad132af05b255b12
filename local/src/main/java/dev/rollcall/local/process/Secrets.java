package dev.rollcall.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;

/**
 * The secrets of the services: {@code secrets/<service>/<property>}. Each is created at
 * random when it is first needed, and only this user can read it. Services that share a
 * secret get the same value.
 */
public final class Secrets {

	static final String OPERATOR_TOKEN = "rollcall.operator-token";

	private final Path folder;

	private final boolean mounted;

	Secrets(Path folder) {
		this(folder, false);
	}

	private Secrets(Path folder, boolean mounted) {
		this.folder = folder;
		this.mounted = mounted;
	}

	/**
	 * Returns secrets for containers, which run as other users: every user can read the
	 * files, and the permissions of the folder keep other users of this machine out.
	 * @param folder created if it does not exist
	 */
	public static Secrets mounted(Path folder) {
		try {
			if (!Files.isDirectory(folder)) {
				Files.createDirectories(folder, Permissions.of("rwx------"));
			}
			return new Secrets(folder, true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Creates the missing secrets. */
	public void makeMissing() {
		Kind registration = Kind.REGISTRATION_SERVICE;
		Kind session = Kind.SESSION_SERVICE;
		Kind notification = Kind.NOTIFICATION_SERVICE;
		make("rollcall.keys.credential", List.of(registration, session), this::sealing);
		make("rollcall.keys.consistency", List.of(registration, session), this::shortTags);
		make("rollcall.keys.notification", List.of(registration, notification), this::sealing);
		make("rollcall.keys.idempotency", List.of(registration), this::longTags);
		make("rollcall.keys.signing", List.of(session), this::sealing);
		make("rollcall.keys.refresh", List.of(session), this::longTags);
		make("rollcall.keys.device", List.of(session, registration), this::longTags);
		make(OPERATOR_TOKEN, Kind.all().filter(Kind::isService).filter((kind) -> kind != Kind.PAGES).toList(),
				Secrets::text);
	}

	Path of(Kind service) {
		return this.folder.resolve(service.label());
	}

	private void make(String property, List<Kind> services, Supplier<String> maker) {
		List<Path> files = services.stream().map((service) -> of(service).resolve(property)).toList();
		try {
			String secret = null;
			for (Path file : files) {
				secret = (secret == null && Files.exists(file)) ? Files.readString(file) : secret;
			}
			String value = (secret != null) ? secret : maker.get();
			for (Path file : files) {
				if (!Files.exists(file)) {
					write(file, value);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(Path file, String secret) throws IOException {
		Files.createDirectories(file.getParent(), Permissions.of(this.mounted ? "rwxr-xr-x" : "rwx------"));
		Path draft = file.resolveSibling("." + file.getFileName());
		Files.deleteIfExists(draft);
		Files.writeString(Files.createFile(draft, Permissions.of(this.mounted ? "rw-r--r--" : "rw-------")), secret);
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
	}

	private String sealing() {
		return keyset(PredefinedAeadParameters.AES256_GCM);
	}

	private String shortTags() {
		return keyset(PredefinedMacParameters.HMAC_SHA256_128BITTAG);
	}

	private String longTags() {
		return keyset(PredefinedMacParameters.HMAC_SHA256_256BITTAG);
	}

	private static String keyset(Parameters parameters) {
		try {
			AeadConfig.register();
			MacConfig.register();
			return TinkJsonProtoKeysetFormat.serializeKeyset(KeysetHandle.generateNew(parameters),
					InsecureSecretKeyAccess.get());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text() {
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
