package dev.rollcall.outbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A proxy before the broker that can cut the connections to the coordinator of consumer
 * groups and pass all others. Advertises itself as the broker.
 */
final class CoordinatorProxy implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final Set<Short> GROUP_REQUESTS = Set.of(ApiKeys.JOIN_GROUP.id, ApiKeys.SYNC_GROUP.id,
			ApiKeys.HEARTBEAT.id, ApiKeys.LEAVE_GROUP.id);

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private final int broker;

	private volatile boolean cut;

	CoordinatorProxy(int broker) {
		this.broker = broker;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	String bootstrapServers() {
		return HOST + ":" + this.server.getLocalPort();
	}

	/**
	 * From now on, each connection that carries a group request loses all its requests.
	 */
	void cut() {
		this.cut = true;
	}

	void heal() {
		this.cut = false;
	}

	private void accept() throws IOException {
		while (!this.server.isClosed()) {
			Socket client = this.server.accept();
			Socket upstream = new Socket(InetAddress.getLoopbackAddress(), this.broker);
			this.open.addAll(Set.of(client, upstream));
			start(() -> requests(client, upstream));
			start(() -> responses(upstream, client));
		}
	}

	private void requests(Socket client, Socket upstream) throws IOException {
		try (client; upstream) {
			DataInputStream in = new DataInputStream(client.getInputStream());
			DataOutputStream out = new DataOutputStream(upstream.getOutputStream());
			boolean lost = false;
			while (true) {
				byte[] request = read(in);
				lost |= this.cut && GROUP_REQUESTS.contains(ByteBuffer.wrap(request).getShort());
				if (!lost) {
					write(out, request);
				}
			}
		}
	}

	private void responses(Socket upstream, Socket client) throws IOException {
		try (client; upstream) {
			DataInputStream in = new DataInputStream(upstream.getInputStream());
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			byte[] real = address(this.broker);
			byte[] advertised = address(this.server.getLocalPort());
			while (true) {
				write(out, replace(read(in), real, advertised));
			}
		}
	}

	private static byte[] read(DataInputStream in) throws IOException {
		byte[] frame = new byte[in.readInt()];
		in.readFully(frame);
		return frame;
	}

	private static void write(DataOutputStream out, byte[] frame) throws IOException {
		out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
		out.flush();
	}

	/** An address as responses contain it: the host and a port of 4 bytes. */
	private static byte[] address(int port) {
		byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(host.length + 4).put(host).putInt(port).array();
	}

	private static byte[] replace(byte[] frame, byte[] old, byte[] replacement) {
		String text = new String(frame, StandardCharsets.ISO_8859_1);
		return text
			.replace(new String(old, StandardCharsets.ISO_8859_1), new String(replacement, StandardCharsets.ISO_8859_1))
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static void start(Task task) {
		RelayThreads.named("coordinator-proxy-").newThread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// One side has closed the connection; the other side is closed, too.
				return;
			}
		}).start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
