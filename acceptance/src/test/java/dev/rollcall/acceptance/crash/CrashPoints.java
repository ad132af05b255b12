package dev.rollcall.acceptance.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import net.bytebuddy.ByteBuddy;

/**
 * Runs in the test: creates the agent, arms points and reports which were hit.
 */
public final class CrashPoints {

	private static final List<Class<?>> AGENT = List.of(CrashAgent.class, CrashSwitch.class, CrashPoint.class,
			Crash.class, Entered.class, Entered.Point.class, Entered.Argument.class, Returned.class, CheapHash.class,
			OtherBuild.class, LaggingReads.class, MajorityViews.class);

	private final Path folder;

	private final Path agent;

	private CrashPoints(Path folder) {
		this.folder = folder;
		this.agent = folder.resolve("agent.jar");
	}

	/**
	 * Creates the agent.
	 * @param folder the absolute folder of the agent, where points are armed
	 * @return the points, none of them armed
	 */
	public static CrashPoints in(Path folder) {
		try {
			Files.createDirectories(folder);
			CrashPoints points = new CrashPoints(folder);
			points.makeAgent();
			return points;
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void makeAgent() throws IOException, URISyntaxException {
		Manifest manifest = new Manifest();
		Attributes attributes = manifest.getMainAttributes();
		attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
		attributes.put(new Attributes.Name("Premain-Class"), CrashAgent.class.getName());
		attributes.put(Attributes.Name.CLASS_PATH,
				ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString());
		try (OutputStream out = Files.newOutputStream(this.agent);
				JarOutputStream jar = new JarOutputStream(out, manifest)) {
			String prefix = CrashAgent.class.getPackageName().replace('.', '/') + "/";
			for (Path file : classFiles()) {
				jar.putNextEntry(new JarEntry(prefix + file.getFileName()));
				Files.copy(file, jar);
				jar.closeEntry();
			}
		}
	}

	/** With nested and synthetic classes. */
	private static List<Path> classFiles() throws IOException, URISyntaxException {
		Path classes = Path.of(CrashAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.resolve(CrashAgent.class.getPackageName().replace('.', '/'));
		List<String> names = AGENT.stream().map((type) -> type.getName().replaceFirst(".*\\.", "")).toList();
		try (var files = Files.list(classes)) {
			return files
				.filter((file) -> names.contains(file.getFileName().toString().replaceFirst("(\\$.*)?\\.class$", "")))
				.toList();
		}
	}

	/**
	 * Returns the option that every JVM must be started with.
	 */
	public String option() {
		return "-javaagent:%s=%s".formatted(this.agent, this.folder);
	}

	/**
	 * Returns the folder for classes of another build. From its next start, the process
	 * loads them in place of its own.
	 * @param process the process, such as {@code session-service#2}
	 * @return the root of the packages, which exists
	 */
	public Path otherBuild(String process) {
		try {
			return Files.createDirectories(OtherBuild.folder(this.folder, process));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** From its next start, the store's majority reads lag behind its writes. */
	public void lagReads() {
		try {
			Files.writeString(Files.createDirectories(store()).resolve(CrashAgent.LAGGING), "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends the lag at once. */
	public void endLag() {
		try {
			Files.createFile(store().resolve(MajorityViews.ENDED));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns how many reads have returned a former document, rounded down to hundreds.
	 */
	public long formerReads() {
		try {
			return Long.parseLong(Files.readString(store().resolve(MajorityViews.FORMER_READS)));
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path store() {
		return this.folder.resolve(CrashAgent.STORE);
	}

	/**
	 * Arms a point for one hit.
	 * @param process the process, such as {@code session-service#2}
	 * @param point the point
	 * @param crash the kind of crash
	 */
	public void arm(String process, CrashPoint point, Crash crash) {
		try {
			Path own = Files.createDirectories(this.folder.resolve(process));
			Files.deleteIfExists(own.resolve(point + CrashSwitch.HIT));
			Path draft = Files.writeString(own.resolve("draft"), crash.name());
			Files.move(draft, own.resolve(point + CrashSwitch.ARMED), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the process has crashed at the point since it was armed.
	 * @param process the process
	 * @param point the point
	 */
	public boolean isHit(String process, CrashPoint point) {
		return Files.exists(this.folder.resolve(process).resolve(point + CrashSwitch.HIT));
	}

	/**
	 * Disarms a point that was not hit.
	 * @param process the process
	 * @param point the point
	 */
	public void disarm(String process, CrashPoint point) {
		try {
			Files.deleteIfExists(this.folder.resolve(process).resolve(point + CrashSwitch.ARMED));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
