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
 * Stands between a service and a part, and does to their connections what networks do. A
 * change concerns open connections at once. What is held back is kept and delivered
 * later, as TCP does when a partition heals.
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

	/** How many connections were made so far. */
	int connections() {
		return this.connections.get();
	}

	/** Sends new connections elsewhere, and ends those that are open. */
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

	/** Nothing gets through, and nobody is told. */
	void blackHole() {
		this.mode = Mode.HOLD;
	}

	/** What the service sends arrives; the answers do not. */
	void holdAnswers() {
		this.mode = Mode.HOLD_ANSWERS;
	}

	/** What the service sends does not arrive; what the other side sends does. */
	void holdRequests() {
		this.mode = Mode.HOLD_REQUESTS;
	}

	/** Every chunk of bytes takes this long, in each direction. */
	void delay(Duration duration) {
		this.latency = duration;
	}

	/** Resets what is open, and what is opened from now on. */
	void reset() {
		this.mode = Mode.RESET;
		endConnections();
	}

	/** Takes no connection, and ends those that are open. */
	void refuse() {
		this.mode = Mode.REFUSE;
		close(this.server);
		endConnections();
	}

	/** Resets a connection in which this many more bytes of answers have passed. */
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
				// Closed, or the client has gone.
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
			// One side has gone; so does the other.
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
