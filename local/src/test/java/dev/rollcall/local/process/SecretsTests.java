package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	@TempDir
	Path folder;

	@Test
	void eachServiceGetsWhatItNeedsAndNoMore() throws IOException {
		new Secrets(this.folder).makeMissing();
		assertThat(names("registration-service")).containsExactlyInAnyOrder("rollcall.keys.credential",
				"rollcall.keys.consistency", "rollcall.keys.notification", "rollcall.keys.idempotency",
				"rollcall.operator-token");
		assertThat(names("session-service")).containsExactlyInAnyOrder("rollcall.keys.credential",
				"rollcall.keys.consistency", "rollcall.keys.signing", "rollcall.keys.refresh", "rollcall.keys.device",
				"rollcall.operator-token");
		assertThat(names("notification-service")).containsExactlyInAnyOrder("rollcall.keys.notification",
				"rollcall.operator-token");
		assertThat(names("gateway")).containsExactly("rollcall.operator-token");
	}

	@Test
	void sharedSecretIsTheSameAndStays() throws IOException {
		Secrets secrets = new Secrets(this.folder);
		secrets.makeMissing();
		String made = read("registration-service", "rollcall.keys.credential");
		Files.delete(this.folder.resolve("session-service/rollcall.keys.credential"));
		secrets.makeMissing();
		assertThat(read("session-service", "rollcall.keys.credential")).isEqualTo(made)
			.isNotEqualTo(read("session-service", "rollcall.keys.signing"));
		assertThat(read("registration-service", "rollcall.keys.credential")).isEqualTo(made);
	}

	@Test
	void onlyThisUserMayRead() throws IOException {
		new Secrets(this.folder).makeMissing();
		Path service = this.folder.resolve("session-service");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(service))).isEqualTo("rwx------");
		assertThat(
				PosixFilePermissions.toString(Files.getPosixFilePermissions(service.resolve("rollcall.keys.signing"))))
			.isEqualTo("rw-------");
	}

	private String[] names(String service) {
		String[] names = this.folder.resolve(service).toFile().list();
		return (names != null) ? names : new String[0];
	}

	private String read(String service, String property) throws IOException {
		return Files.readString(this.folder.resolve(service).resolve(property));
	}

}
