package dev.rollcall.local.mail;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Shows the mailbox, newest mail first: a page at {@code /}, and JSON at
 * {@code /api/messages?to=&limit=}.
 */
final class MailboxPage {

	private static final int DEFAULT_LIMIT = 100;

	private final ObjectMapper json = new ObjectMapper();

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final Mailbox mailbox;

	private final HttpServer server;

	MailboxPage(int port, Mailbox mailbox) throws IOException {
		this.mailbox = mailbox;
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 50);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::page);
		this.server.createContext("/api/messages", this::messages);
	}

	void start() {
		this.server.start();
	}

	void stop() {
		this.server.stop(0);
		this.threads.shutdown();
	}

	private void page(HttpExchange exchange) throws IOException {
		if (!exchange.getRequestURI().getPath().equals("/")) {
			answer(exchange, 404, "text/plain", "No such page. The pages are / and /api/messages?to=");
			return;
		}
		String to = parameter(exchange, "to");
		answer(exchange, 200, "text/html", html(this.mailbox.find(to, DEFAULT_LIMIT), to));
	}

	private void messages(HttpExchange exchange) throws IOException {
		String limit = parameter(exchange, "limit");
		List<Mail> mails = this.mailbox.find(parameter(exchange, "to"),
				limit.matches("[0-9]{1,5}") ? Integer.parseInt(limit) : DEFAULT_LIMIT);
		answer(exchange, 200, "application/json", this.json.writeValueAsString(mails));
	}

	private static String parameter(HttpExchange exchange, String name) {
		String query = exchange.getRequestURI().getRawQuery();
		return Stream.of((query != null) ? query.split("&") : new String[0])
			.filter((pair) -> pair.startsWith(name + "="))
			.map((pair) -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
			.findFirst()
			.orElse("");
	}

	private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
		try (exchange) {
			byte[] body = text.getBytes(StandardCharsets.UTF_8);
			boolean read = "GET".equals(exchange.getRequestMethod());
			exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
			exchange.getResponseHeaders()
				.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
			exchange.getResponseHeaders().set("Cache-Control", "no-store");
			exchange.sendResponseHeaders(read ? status : 405, read ? body.length : -1);
			if (read) {
				exchange.getResponseBody().write(body);
			}
		}
	}

	static String html(List<Mail> mails, String to) {
		String title = to.isEmpty() ? "Mailbox" : "Mailbox of " + escape(to);
		return """
				<!doctype html>
				<html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>
				body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
				article { border-top: 1px solid #bbb; padding: 1rem 0 } h2 { font-size: 1.1rem; margin: 0 }
				p { margin: 0; color: #555 } pre { white-space: pre-wrap; font: inherit }
				</style></head><body><h1>%1$s</h1>
				%2$s
				</body></html>
				""".formatted(title, mails.isEmpty() ? "<p>No mail yet.</p>"
				: mails.stream().map(MailboxPage::article).collect(Collectors.joining("\n")));
	}

	private static String article(Mail mail) {
		return "<article><h2>%s</h2><p>%s to %s, %s</p><pre>%s</pre></article>".formatted(escape(mail.subject()),
				escape(mail.from()), escape(mail.to()), escape(mail.receivedAt()), escape(mail.text()));
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

}
