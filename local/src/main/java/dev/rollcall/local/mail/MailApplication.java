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
	 * Runs both until the process ends.
	 * @param args the data folder, the SMTP port, the port of the page
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
