package dev.rollcall.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Held while processes are started or ended, so that two launchers do not get in each
 * other's way. The end of the launcher frees it.
 */
public final class Lock {

	private Lock() {
	}

	/**
	 * Works while holding the lock of a home.
	 * @param home the home
	 * @param work what to do
	 * @throws Refusal if another launcher holds it
	 */
	public static void whileHeld(Home home, Runnable work) {
		try {
			Files.createDirectories(home.folder());
			try (FileChannel channel = FileChannel.open(home.folder().resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				if (channel.tryLock() == null) {
					throw Refusal.failure("Another ./rollcall is starting or ending processes; wait until it is done");
				}
				work.run();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
