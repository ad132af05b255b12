package dev.rollcall.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A port that forwards to a part of the platform while it is open. Shutting it closes all
 * connections and refuses new ones, as stopping the part does. It opens again at once,
 * whereas a part takes seconds to start.
 */
final class Door implements AutoCloseable {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private final int target;

	private final int port = freePort();

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ServerSocket listening;

	private Door(int target) {
		this.target = target;
	}

	static Door to(int target) {
		return new Door(target);
	}

	int port() {
		return this.port;
	}

	void open() {
		try {
			ServerSocket server = new ServerSocket();
			server.setReuseAddress(true);
			server.bind(new InetSocketAddress(LOOPBACK, this.port));
			this.listening = server;
			start(() -> accept(server));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		shut();
	}

	void shut() {
		ServerSocket server = this.listening;
		if (server != null) {
			close(server);
		}
		this.connections.forEach(Door::close);
		this.connections.clear();
	}

	private void accept(ServerSocket server) {
		while (!server.isClosed()) {
			try {
				connect(server.accept());
			}
			catch (IOException ex) {
				// Shut, or the part refused: the client's connection is closed.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		this.connections.add(client);
		try {
			Socket part = new Socket(LOOPBACK, this.target);
			this.connections.add(part);
			start(() -> copy(client, part));
			start(() -> copy(part, client));
		}
		catch (IOException ex) {
			close(client);
			throw ex;
		}
	}

	private static void copy(Socket from, Socket to) {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// One connection was closed, so both are.
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "door");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(AutoCloseable socket) {
		try {
			socket.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Below the range of ephemeral ports, so it stays free while the door is shut. */
	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(20000, 28000);
			try (ServerSocket probe = new ServerSocket(port, 1, LOOPBACK)) {
				return probe.getLocalPort();
			}
			catch (IOException ex) {
				// In use: try the next one.
			}
		}
	}

}
