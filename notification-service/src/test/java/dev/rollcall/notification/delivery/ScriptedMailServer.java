package dev.rollcall.notification.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An SMTP server with scripted responses, to simulate failures of mail servers. A step is
 * a command such as {@code RCPT}, {@code GREETING}, or {@code DOT} for the end of the
 * mail.
 */
final class ScriptedMailServer implements AutoCloseable {

	private static final String HANG_UP = "";

	private final Map<String, String> answers = new HashMap<>(
			Map.of("GREETING", "220 ready", "EHLO", "250-here\r\n250 8BITMIME", "MAIL", "250 ok", "RCPT", "250 ok",
					"DATA", "354 go on", "DOT", "250 taken", "QUIT", "221 bye"));

	private final List<String> mails = new CopyOnWriteArrayList<>();

	private final List<String> commands = new CopyOnWriteArrayList<>();

	private final ServerSocket socket;

	ScriptedMailServer() throws IOException {
		this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "scripted-mail-server");
		thread.setDaemon(true);
		thread.start();
	}

	ScriptedMailServer answering(String step, String answer) {
		this.answers.put(step, answer);
		return this;
	}

	ScriptedMailServer hangingUpAt(String step) {
		return answering(step, HANG_UP);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Returns the data between DATA and the final dot, whatever the response was.
	 */
	List<String> mails() {
		return this.mails;
	}

	List<String> commands() {
		return this.commands;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (Socket client = this.socket.accept()) {
				talk(new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8)),
						client.getOutputStream());
			}
			catch (IOException ex) {
				// The client has disconnected, or the test has ended.
				continue;
			}
		}
	}

	private void talk(BufferedReader in, OutputStream out) throws IOException {
		if (!answer("GREETING", out)) {
			return;
		}
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			this.commands.add(line);
			String step = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
			if (!answer(step, out) || "QUIT".equals(step)) {
				return;
			}
			if ("DATA".equals(step) && this.answers.get(step).startsWith("354") && !takeMail(in, out)) {
				return;
			}
		}
	}

	private boolean takeMail(BufferedReader in, OutputStream out) throws IOException {
		StringBuilder mail = new StringBuilder();
		for (String line = in.readLine(); line != null && !".".equals(line); line = in.readLine()) {
			mail.append(line).append('\n');
		}
		this.mails.add(mail.toString());
		return answer("DOT", out);
	}

	private boolean answer(String step, OutputStream out) {
		String answer = this.answers.getOrDefault(step, "250 ok");
		try {
			if (!answer.equals(HANG_UP)) {
				out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
			return !answer.equals(HANG_UP);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
