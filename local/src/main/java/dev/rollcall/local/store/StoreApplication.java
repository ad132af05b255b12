package dev.rollcall.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The store: one process with a server and a file for each service.
 */
public final class StoreApplication {

	private StoreApplication() {
	}

	/**
	 * Runs the servers until the process ends.
	 * @param args the data folder, then {@code name:port} for each server
	 */
	public static void main(String[] args) throws IOException {
		Path data = Files.createDirectories(Path.of(args[0]));
		ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor();
		List<StoreServer> servers = Stream.of(args).skip(1).map((server) -> open(data, server)).toList();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			upkeep.shutdown();
			servers.forEach(StoreServer::close);
		}));
		upkeep.scheduleWithFixedDelay(() -> servers.forEach(StoreServer::compact), 1, 1, TimeUnit.SECONDS);
	}

	private static StoreServer open(Path data, String server) {
		String[] parts = server.split(":", 2);
		return new StoreServer(data.resolve(parts[0] + ".db"), Integer.parseInt(parts[1]));
	}

}
