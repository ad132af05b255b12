package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Permissions of files with personal data or secrets. File systems without POSIX
 * permissions keep their own.
 */
public final class Permissions {

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private static final String OWN_FOLDER = "rwx------";

	private static final String OWN_FILE = "rw-------";

	private Permissions() {
	}

	/**
	 * Creates a folder that only this user can open. If it exists, other users lose their
	 * access.
	 */
	public static Path ownFolder(Path folder) throws IOException {
		if (Files.isDirectory(folder)) {
			if (POSIX) {
				Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OWN_FOLDER));
			}
			return folder;
		}
		return Files.createDirectories(folder, of(OWN_FOLDER));
	}

	/**
	 * Creates a file that only this user can read, in place of an existing one.
	 */
	public static Path ownFile(Path file) throws IOException {
		Files.deleteIfExists(file);
		return Files.createFile(file, of(OWN_FILE));
	}

	static FileAttribute<?>[] of(String permissions) {
		return POSIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
