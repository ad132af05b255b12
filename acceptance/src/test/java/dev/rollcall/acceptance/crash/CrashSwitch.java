package dev.rollcall.acceptance.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Runs in the instrumented JVM: crashes at armed points. A file arms a point for one hit.
 * The thread that renames the file crashes.
 */
public final class CrashSwitch {

	static final String ARMED = ".armed";

	static final String HIT = ".hit";

	private static volatile Path folder = Path.of("");

	private CrashSwitch() {
	}

	static void use(Path points) {
		folder = points;
	}

	/**
	 * Called when a point is reached.
	 * @param point its name
	 * @param expected the required first argument; empty for any
	 * @param arguments the method's arguments
	 */
	public static void passed(String point, String expected, Object[] arguments) {
		if (expected.isEmpty() || (arguments.length > 0 && expected.equals(arguments[0]))) {
			Path armed = folder.resolve(point + ARMED);
			if (Files.exists(armed)) {
				crash(armed, folder.resolve(point + HIT));
			}
		}
	}

	private static void crash(Path armed, Path hit) {
		try {
			Crash crash = Crash.valueOf(Files.readString(armed));
			Files.move(armed, hit, StandardCopyOption.ATOMIC_MOVE);
			if (crash == Crash.HALT) {
				Runtime.getRuntime().halt(137);
			}
			String pid = Long.toString(ProcessHandle.current().pid());
			new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
		}
		catch (NoSuchFileException | IllegalArgumentException ex) {
			// Another thread was faster, or the point is being armed.
			return;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
