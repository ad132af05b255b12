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
 * Checks whether a server responds, in its own protocol.
 */
@FunctionalInterface
public interface Probe {

	/** How long a response may take. */
	int TIMEOUT_MILLIS = 2000;

	/**
	 * Checks once.
	 * @return whether the response is the expected one
	 * @throws IOException if there is no response
	 */
	boolean ask() throws IOException;

	/** Checks once; false if there is no response. */
	default boolean serves() {
		try {
			return ask();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Requests a broker's metadata, which must name at least one live broker. */
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

	/** Sends a {@code ping} to a store. */
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

	/** Reads the greeting of a mail server. */
	static Probe smtp(int port) {
		return () -> exchange(port, new byte[0],
				(in) -> "220".equals(new String(in.readNBytes(3), StandardCharsets.US_ASCII)));
	}

	/** Fetches a page, expecting status 200. */
	static Probe http(String url) {
		return () -> {
			HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
			connection.setConnectTimeout(TIMEOUT_MILLIS);
			connection.setReadTimeout(TIMEOUT_MILLIS);
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
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			out.write(request);
			out.flush();
			return answer.isExpected(new DataInputStream(socket.getInputStream()));
		}
	}

	/**
	 * Checks a response.
	 */
	@FunctionalInterface
	interface Answer {

		boolean isExpected(DataInputStream in) throws IOException;

	}

}
