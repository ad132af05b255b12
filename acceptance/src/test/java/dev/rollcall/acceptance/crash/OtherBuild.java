package dev.rollcall.acceptance.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

/**
 * Loads classes of another build of a service in place of its own, so that two versions
 * of a service run at the same time.
 */
public final class OtherBuild implements ClassFileTransformer {

	private static final String FOLDER = "build";

	private final Path classes;

	OtherBuild(Path classes) {
		this.classes = classes;
	}

	/**
	 * Returns the folder of the classes that replace those of a process.
	 * @param points the folder of the points
	 * @param process the process
	 * @return the root of the packages
	 */
	static Path folder(Path points, String process) {
		return points.resolve(process).resolve(FOLDER);
	}

	@Override
	public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
			byte[] bytes) {
		Path other = (name != null) ? this.classes.resolve(name + ".class") : this.classes;
		if (!Files.isRegularFile(other)) {
			return null;
		}
		try {
			return Files.readAllBytes(other);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
