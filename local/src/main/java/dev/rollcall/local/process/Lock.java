package dev.rollcall.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Prevents two launchers from starting or stopping processes of one home at the same
 * time. The lock ends with the launcher's process.
 */
public final class Lock {

	private Lock() {
	}

	/**
	 * Runs work while holding the lock of a home.
	 * @throws Refusal if another launcher holds it
	 */
	public static void whileHeld(Home home, Runnable work) {
		try {
			Files.createDirectories(home.folder());
			try (FileChannel channel = FileChannel.open(home.folder().resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				if (channel.tryLock() == null) {
					throw Refusal.failure(
							"Another ./rollcall is starting or stopping processes; try again when it has finished");
				}
				work.run();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
