package dev.rollcall.local.mail;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxPageTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private String url;

	private MailboxPage page;

	@BeforeEach
	void start(@TempDir Path folder) throws IOException {
		Mailbox mailbox = new Mailbox(folder, 10);
		add(mailbox, "ada+x@example.com", "one");
		add(mailbox, "ada+x@example.com", "two");
		add(mailbox, "bob@example.com", "three");
		int port = freePort();
		this.page = new MailboxPage(port, mailbox);
		this.page.start();
		this.url = "http://127.0.0.1:" + port;
	}

	@AfterEach
	void stop() {
		this.page.stop();
	}

	@ParameterizedTest
	@CsvSource({ "/api/messages, three two one", "/api/messages?to=ada%2Bx%40example.com, two one",
			"/api/messages?to=nobody, ''", "/api/messages?limit=1, three", "/api/messages?limit=x, three two one",
			"/api/messages?to=ada%2Bx%40example.com&limit=1, two" })
	void messagesAreNewestFirst(String path, String subjects) throws Exception {
		HttpResponse<String> response = send("GET", path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
		assertThat(response.body()
			.replaceAll("[^{]*\\{[^}]*\"subject\":\"(\\w+)\"[^}]*\\}[^{]*", "$1 ")
			.replace("[]", "")
			.strip()).isEqualTo(subjects);
	}

	@Test
	void pageShowsTheMailsOfARecipient() throws Exception {
		assertThat(send("GET", "/?to=bob@example.com").body()).contains("Mailbox of bob@example.com", "three")
			.doesNotContain("one");
		assertThat(send("GET", "/?to=nobody").body()).contains("No mail yet");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /other, 404", "POST, /, 405", "DELETE, /api/messages, 405" })
	void nothingElseIsServed(String method, String path, int status) throws Exception {
		assertThat(send(method, path).statusCode()).isEqualTo(status);
	}

	@Test
	void pageRunsNoScripts() throws Exception {
		assertThat(send("GET", "/").headers().firstValue("Content-Security-Policy"))
			.contains("default-src 'none'; style-src 'unsafe-inline'");
	}

	private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create(this.url + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static void add(Mailbox mailbox, String recipient, String subject) throws IOException {
		String raw = "From: rollcall@example.com\r\nTo: %s\r\nSubject: %s\r\n\r\nHello\r\n".formatted(recipient,
				subject);
		mailbox.add(raw.getBytes(StandardCharsets.UTF_8), recipient);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
