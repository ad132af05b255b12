package dev.rollcall.acceptance.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.rollcall.acceptance.check.ReceivedMail;

/**
 * An SMTP server with scripted responses to steps. A step is a command such as
 * {@code RCPT}, {@code GREETING}, or {@code DOT} for the end of the mail.
 */
final class ScriptedMailServer implements AutoCloseable {

	/** In place of a response: ends the connection. */
	static final String HANG_UP = "";

	private static final Map<String, String> FRIENDLY = Map.of("GREETING", "220 ready", "EHLO",
			"250-here\r\n250-SMTPUTF8\r\n250 8BITMIME", "DATA", "354 go on", "QUIT", "221 bye");

	private final Map<String, String> answers = new ConcurrentHashMap<>();

	private final List<ReceivedMail> taken = new CopyOnWriteArrayList<>();

	private final List<ReceivedMail> seen = new CopyOnWriteArrayList<>();

	private final ServerSocket socket;

	ScriptedMailServer() throws IOException {
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::serve);
	}

	/** Sets the response to a step. */
	void answering(String step, String answer) {
		this.answers.put(step, answer);
	}

	/** Accepts everything. */
	void recover() {
		this.answers.clear();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/** The mails that it accepted with 250. */
	List<ReceivedMail> taken() {
		return this.taken;
	}

	/** The mails that arrived completely, whatever the response was. */
	List<ReceivedMail> seen() {
		return this.seen;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				start(() -> talk(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void talk(Socket client) {
		try (client) {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
			OutputStream out = client.getOutputStream();
			String recipient = "";
			boolean goesOn = answer("GREETING", out);
			for (String line = in.readLine(); goesOn && line != null; line = goesOn ? in.readLine() : null) {
				String step = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
				recipient = "RCPT".equals(step) ? line.replaceAll(".*<|>.*", "") : recipient;
				goesOn = answer(step, out) && !"QUIT".equals(step);
				if (goesOn && "DATA".equals(step) && text("DATA").startsWith("354")) {
					goesOn = takeMail(recipient, in, out);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean takeMail(String recipient, BufferedReader in, OutputStream out) throws IOException {
		String id = "";
		for (String line = in.readLine(); line != null && !".".equals(line); line = in.readLine()) {
			id = line.startsWith("Message-ID:") ? line.substring(11).strip() : id;
		}
		ReceivedMail mail = new ReceivedMail(recipient, id);
		this.seen.add(mail);
		boolean goesOn = answer("DOT", out);
		if (text("DOT").startsWith("250")) {
			this.taken.add(mail);
		}
		return goesOn;
	}

	private String text(String step) {
		return this.answers.getOrDefault(step, FRIENDLY.getOrDefault(step, "250 ok"));
	}

	private boolean answer(String step, OutputStream out) throws IOException {
		String answer = text(step);
		if (answer.equals(HANG_UP)) {
			return false;
		}
		out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
		out.flush();
		return true;
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-mail-server");
		thread.setDaemon(true);
		thread.start();
	}

}
