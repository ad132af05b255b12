package dev.rollcall.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds out which process listens on a port of this machine.
 */
final class PortUse {

	private static final Path PROC = Path.of("/proc");

	/** The state LISTEN in /proc/net/tcp. */
	private static final String LISTEN = "0A";

	private PortUse() {
	}

	static boolean isFree(int port) {
		return !answers(port) && binds(port);
	}

	/** Describes the process that listens on the port, if this user may see it. */
	static String owner(int port) {
		return pid(port).flatMap(ProcessHandle::of).map(PortUse::describe).orElse("an unknown process");
	}

	private static boolean binds(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean answers(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String describe(ProcessHandle process) {
		String line = process.info().commandLine().orElse("unknown command");
		int mark = line.indexOf("-Drollcall.process=");
		if (mark >= 0) {
			return "pid %d (Rollcall process %s)".formatted(process.pid(), line.substring(mark).split("[= ]", 3)[1]);
		}
		return "pid %d (%s)".formatted(process.pid(), (line.length() > 60) ? line.substring(0, 60) + "..." : line);
	}

	private static Optional<Long> pid(int port) {
		try {
			return Files.isDirectory(PROC.resolve("net")) ? pidFromProc(port) : pidFromLsof(port);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static Optional<Long> pidFromProc(int port) throws IOException {
		for (String table : List.of("net/tcp", "net/tcp6")) {
			for (String line : Files.readAllLines(PROC.resolve(table))) {
				String[] columns = line.strip().split("\\s+");
				if (columns.length > 9 && columns[3].equals(LISTEN) && columns[1].endsWith(":%04X".formatted(port))) {
					return holder("socket:[" + columns[9] + "]");
				}
			}
		}
		return Optional.empty();
	}

	private static Optional<Long> holder(String socket) {
		return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter((pid) -> holds(pid, socket)).findFirst();
	}

	private static boolean holds(long pid, String socket) {
		try (Stream<Path> files = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
			return files.anyMatch((file) -> isLink(file, socket));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isLink(Path file, String target) {
		try {
			return Files.readSymbolicLink(file).toString().equals(target);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Optional<Long> pidFromLsof(int port) throws IOException {
		Process lsof = new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fp")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			if (!lsof.waitFor(3, TimeUnit.SECONDS)) {
				return Optional.empty();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
		return lsof.inputReader()
			.lines()
			.filter((line) -> line.matches("p[0-9]+"))
			.map((line) -> Long.valueOf(line.substring(1)))
			.findFirst();
	}

}
