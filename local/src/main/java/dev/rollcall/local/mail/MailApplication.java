package dev.rollcall.local.mail;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The mail server and the page of its mailbox.
 */
public final class MailApplication {

	private static final int CAPACITY = 50_000;

	private MailApplication() {
	}

	/**
	 * Runs both until the process is told to end.
	 * @param args the data folder, the SMTP port, the page's port
	 * @throws IOException if the folder or the page's port cannot be used
	 */
	public static void main(String[] args) throws IOException {
		Mailbox mailbox = new Mailbox(Path.of(args[0]), CAPACITY);
		MailServer server = new MailServer(Integer.parseInt(args[1]), mailbox);
		MailboxPage page = new MailboxPage(Integer.parseInt(args[2]), mailbox);
		server.start();
		page.start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			page.stop();
			server.stop();
		}));
	}

}
