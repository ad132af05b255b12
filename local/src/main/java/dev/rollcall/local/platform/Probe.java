package dev.rollcall.local.platform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Asks a process whether it serves, in the protocol that it serves.
 */
@FunctionalInterface
public interface Probe {

	/** How long an answer may take, in milliseconds. */
	int TIME_LIMIT = 2000;

	/**
	 * Asks once.
	 * @return true if the answer is the right one
	 * @throws IOException if there is no answer
	 */
	boolean ask() throws IOException;

	/**
	 * Asks once; no answer counts as no.
	 * @return true if it serves
	 */
	default boolean serves() {
		try {
			return ask();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Asks a broker for its metadata; it serves once it names a live broker.
	 * @param port where it listens
	 * @return the probe
	 */
	static Probe broker(int port) {
		// Metadata request, version 1: header without a client id, no topics.
		byte[] request = ByteBuffer.allocate(18)
			.putInt(14)
			.putShort((short) 3)
			.putShort((short) 1)
			.putInt(1)
			.putShort((short) -1)
			.putInt(0)
			.array();
		return () -> exchange(port, request, (in) -> {
			in.readInt();
			in.readInt();
			return in.readInt() > 0;
		});
	}

	/**
	 * Sends a store a {@code ping}.
	 * @param port where it listens
	 * @return the probe
	 */
	static Probe store(int port) {
		byte[] name = "ping\0".getBytes(StandardCharsets.US_ASCII);
		byte[] database = "$db\0".getBytes(StandardCharsets.US_ASCII);
		byte[] admin = "admin\0".getBytes(StandardCharsets.US_ASCII);
		int document = 4 + 1 + name.length + 4 + 1 + database.length + 4 + admin.length + 1;
		byte[] request = ByteBuffer.allocate(16 + 4 + 1 + document)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(16 + 4 + 1 + document)
			.putInt(1)
			.putInt(0)
			.putInt(2013)
			.putInt(0)
			.put((byte) 0)
			.putInt(document)
			.put((byte) 0x10)
			.put(name)
			.putInt(1)
			.put((byte) 0x02)
			.put(database)
			.putInt(admin.length)
			.put(admin)
			.put((byte) 0)
			.array();
		return () -> exchange(port, request, (in) -> Integer.reverseBytes(in.readInt()) > 16);
	}

	/**
	 * Waits for a mail server's greeting.
	 * @param port where it listens
	 * @return the probe
	 */
	static Probe smtp(int port) {
		return () -> exchange(port, new byte[0],
				(in) -> "220".equals(new String(in.readNBytes(3), StandardCharsets.US_ASCII)));
	}

	/**
	 * Fetches a page.
	 * @param url its address
	 * @return the probe; 200 is the right answer
	 */
	static Probe http(String url) {
		return () -> {
			HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
			connection.setConnectTimeout(TIME_LIMIT);
			connection.setReadTimeout(TIME_LIMIT);
			try {
				return connection.getResponseCode() == 200;
			}
			finally {
				connection.disconnect();
			}
		};
	}

	private static boolean exchange(int port, byte[] request, Answer answer) throws IOException {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout(TIME_LIMIT);
			socket.connect(new InetSocketAddress("127.0.0.1", port), TIME_LIMIT);
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			out.write(request);
			out.flush();
			return answer.right(new DataInputStream(socket.getInputStream()));
		}
	}

	/**
	 * What the right answer looks like.
	 */
	@FunctionalInterface
	interface Answer {

		boolean right(DataInputStream in) throws IOException;

	}

}
