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
	void eachServiceGetsOnlyTheSecretsItNeeds() throws IOException {
		new Secrets(this.folder).makeMissing();
		assertThat(names("registration-service")).containsExactlyInAnyOrder("rollcall.keys.credential",
				"rollcall.keys.consistency", "rollcall.keys.device", "rollcall.keys.notification",
				"rollcall.keys.idempotency", "rollcall.operator-token");
		assertThat(names("session-service")).containsExactlyInAnyOrder("rollcall.keys.credential",
				"rollcall.keys.consistency", "rollcall.keys.signing", "rollcall.keys.refresh", "rollcall.keys.device",
				"rollcall.operator-token");
		assertThat(names("notification-service")).containsExactlyInAnyOrder("rollcall.keys.notification",
				"rollcall.operator-token");
		assertThat(names("gateway")).containsExactly("rollcall.operator-token");
		assertThat(this.folder.resolve("pages")).doesNotExist();
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
		assertThat(permissions(service)).isEqualTo("rwx------");
		assertThat(permissions(service.resolve("rollcall.keys.signing"))).isEqualTo("rw-------");
	}

	@Test
	void mountedSecretsAreProtectedByTheirFolderAlone() throws IOException {
		Path mounted = this.folder.resolve("mounted");
		Secrets.mounted(mounted).makeMissing();
		assertThat(permissions(mounted)).isEqualTo("rwx------");
		assertThat(permissions(mounted.resolve("gateway"))).isEqualTo("rwxr-xr-x");
		assertThat(permissions(mounted.resolve("gateway/rollcall.operator-token"))).isEqualTo("rw-r--r--");
	}

	@Test
	void folderThatExistsKeepsItsPermissions() throws IOException {
		Path mounted = Files.createDirectory(this.folder.resolve("mounted"));
		Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxr-x---"));
		Secrets.mounted(mounted).makeMissing();
		assertThat(permissions(mounted)).isEqualTo("rwxr-x---");
	}

	@Test
	void operatorTokenIsLongAndDifferentEachTime() throws IOException {
		new Secrets(this.folder.resolve("one")).makeMissing();
		new Secrets(this.folder.resolve("other")).makeMissing();
		String token = Files.readString(this.folder.resolve("one/gateway/rollcall.operator-token"));
		assertThat(token).hasSize(43)
			.isNotEqualTo(Files.readString(this.folder.resolve("other/gateway/rollcall.operator-token")));
	}

	@Test
	void draftOfAnInterruptedWriteIsReplaced() throws IOException {
		Path draft = this.folder.resolve("gateway/.rollcall.operator-token");
		Files.createDirectories(draft.getParent());
		Files.writeString(draft, "half");
		new Secrets(this.folder).makeMissing();
		assertThat(draft).doesNotExist();
		assertThat(read("gateway", "rollcall.operator-token")).hasSize(43);
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	private String[] names(String service) {
		String[] names = this.folder.resolve(service).toFile().list();
		return (names != null) ? names : new String[0];
	}

	private String read(String service, String property) throws IOException {
		return Files.readString(this.folder.resolve(service).resolve(property));
	}

}
