package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy between a service and a part that simulates faults of the network. A change
 * affects open connections immediately. Bytes that are held back are delivered later, as
 * TCP does when a partition heals.
 */
final class TcpProxy implements AutoCloseable {

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final int port;

	private volatile int upstream;

	private volatile Mode mode = Mode.PASS;

	private volatile Duration latency = Duration.ZERO;

	private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);

	private volatile ServerSocket server;

	TcpProxy(int upstream) {
		this.upstream = upstream;
		this.server = listen(0);
		this.port = this.server.getLocalPort();
		start("proxy-accept", this::accept);
	}

	int port() {
		return this.port;
	}

	/** The number of connections so far. */
	int connections() {
		return this.connections.get();
	}

	/** Directs new connections to another address and closes the open ones. */
	void leadTo(int otherPort) {
		this.upstream = otherPort;
		endConnections();
	}

	void pass() {
		this.latency = Duration.ZERO;
		this.bytesLeft.set(Long.MAX_VALUE);
		boolean wasClosed = this.mode == Mode.REFUSE;
		this.mode = Mode.PASS;
		if (wasClosed) {
			this.server = listen(this.port);
			start("proxy-accept", this::accept);
		}
	}

	/** Holds both directions without an error. */
	void blackHole() {
		this.mode = Mode.HOLD;
	}

	/** Holds the responses to the service. */
	void holdAnswers() {
		this.mode = Mode.HOLD_ANSWERS;
	}

	/** Holds the requests of the service. */
	void holdRequests() {
		this.mode = Mode.HOLD_REQUESTS;
	}

	/** Delays every chunk of bytes in both directions. */
	void delay(Duration duration) {
		this.latency = duration;
	}

	/** Resets open and new connections. */
	void reset() {
		this.mode = Mode.RESET;
		endConnections();
	}

	/** Refuses new connections and closes the open ones. */
	void refuse() {
		this.mode = Mode.REFUSE;
		close(this.server);
		endConnections();
	}

	/** Resets a connection after this many more bytes of responses. */
	void cutAfter(long bytes) {
		this.bytesLeft.set(bytes);
	}

	private void accept() {
		ServerSocket accepting = this.server;
		while (!accepting.isClosed()) {
			try {
				Socket client = accepting.accept();
				this.connections.incrementAndGet();
				if (this.mode == Mode.RESET) {
					reset(client);
				}
				else {
					start("proxy-connection", () -> connect(client));
				}
			}
			catch (IOException ex) {
				// The proxy is closed, or the client disconnected.
				continue;
			}
		}
	}

	private void connect(Socket client) {
		Socket part = new Socket();
		this.open.add(client);
		this.open.add(part);
		try {
			hold(Mode.HOLD_REQUESTS);
			part.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.upstream), 5000);
			part.setTcpNoDelay(true);
			client.setTcpNoDelay(true);
			start("proxy-answers", () -> pump(part, client, Mode.HOLD_ANSWERS));
			pump(client, part, Mode.HOLD_REQUESTS);
		}
		catch (IOException ex) {
			end(client, part);
		}
	}

	private void pump(Socket from, Socket to, Mode held) {
		byte[] chunk = new byte[16 * 1024];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
				LockSupport.parkNanos(this.latency.toNanos());
				hold(held);
				if (held == Mode.HOLD_ANSWERS && this.bytesLeft.addAndGet(-length) < 0) {
					this.bytesLeft.set(Long.MAX_VALUE);
					reset(from);
					reset(to);
				}
				out.write(chunk, 0, length);
			}
		}
		catch (IOException ex) {
			// One side disconnected. The other side is disconnected too.
			end(from, to);
		}
		end(from, to);
	}

	private void hold(Mode held) {
		while (this.mode == Mode.HOLD || this.mode == held) {
			LockSupport.parkNanos(5_000_000);
		}
	}

	private void endConnections() {
		this.open.forEach(this::reset);
		this.open.clear();
	}

	private void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed already.
			this.open.remove(socket);
		}
		close(socket);
	}

	private void end(Socket... sockets) {
		for (Socket socket : sockets) {
			this.open.remove(socket);
			close(socket);
		}
	}

	private static void close(AutoCloseable socket) {
		try {
			socket.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ServerSocket listen(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		refuse();
	}

	private enum Mode {

		PASS, HOLD, HOLD_ANSWERS, HOLD_REQUESTS, RESET, REFUSE

	}

}
