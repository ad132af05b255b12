package dev.rollcall.gateway.route;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

/**
 * The processes that the launcher runs on this machine: files {@code <process>.pid} and
 * {@code <process>#n.pid}. The first line is the process id, the second the port; a third
 * line {@code stopping} means that the process accepts no new requests.
 */
final class RunDirectory {

	private static final String LOOPBACK = "127.0.0.1";

	private static final String SUFFIX = ".pid";

	private final Path directory;

	RunDirectory(Path directory) {
		this.directory = directory;
	}

	/** The live instances of a service; none if the directory cannot be read. */
	List<ServiceInstance> instances(String service) {
		List<ServiceInstance> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, service + "*" + SUFFIX)) {
			for (Path file : files) {
				String process = process(file);
				if (process.equals(service) || process.startsWith(service + "#")) {
					instance(service, process, file).ifPresent(found::add);
				}
			}
		}
		catch (IOException ex) {
			return List.of();
		}
		return List.copyOf(found);
	}

	private static String process(Path file) {
		String name = String.valueOf(file.getFileName());
		return name.substring(0, name.length() - SUFFIX.length());
	}

	/** Empty if the file is missing or incomplete, or if its process has died. */
	private static Optional<ServiceInstance> instance(String service, String process, Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			long pid = Long.parseLong(lines.get(0).trim());
			int port = Integer.parseInt(lines.get(1).trim());
			boolean stopping = lines.size() > 2 && lines.get(2).equals("stopping");
			boolean alive = !stopping && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
			return alive ? Optional.of(new DefaultServiceInstance(process, service, LOOPBACK, port, false))
					: Optional.empty();
		}
		catch (IOException | NumberFormatException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

}
