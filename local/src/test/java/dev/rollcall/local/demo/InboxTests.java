package dev.rollcall.local.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.local.http.JsonClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InboxTests {

	private static final String ADDRESS = "ada+x@example.com";

	private static final String EMBEDDED = "/api/messages?to=ada%2Bx%40example.com";

	private static final String MAILPIT = "/api/v1/search?query=to%3Aada%2Bx%40example.com";

	private final Map<String, String> responses = new HashMap<>();

	private HttpServer server;

	private Inbox inbox;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
		this.server.createContext("/", (exchange) -> {
			String response = this.responses.get(exchange.getRequestURI().toString());
			byte[] body = String.valueOf(response).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders((response != null) ? 200 : 404, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
		this.inbox = new Inbox(new JsonClient(Duration.ofSeconds(30)),
				"http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void newestMailOfTheEmbeddedMailboxIsTheFirst() throws IOException {
		this.responses.put(EMBEDDED, "[{\"subject\":\"new\",\"text\":\"t\"},{\"subject\":\"old\"}]");
		assertThat(this.inbox.newest(ADDRESS)).isEqualTo(new Inbox.Mail("new", "t"));
	}

	@Test
	void emptyMailboxHasNone() throws IOException {
		this.responses.put(EMBEDDED, "[]");
		assertThat(this.inbox.newest(ADDRESS)).isNull();
	}

	@Test
	void mailpitIsUsedWithoutAnEmbeddedMailbox() throws IOException {
		this.responses.put(MAILPIT, "{\"messages\":[{\"ID\":\"7\"},{\"ID\":\"6\"}]}");
		this.responses.put("/api/v1/message/7", "{\"Subject\":\"new\",\"Text\":\"t\"}");
		assertThat(this.inbox.newest(ADDRESS)).isEqualTo(new Inbox.Mail("new", "t"));
	}

	@Test
	void emptyMailpitHasNone() throws IOException {
		this.responses.put(MAILPIT, "{\"messages\":[]}");
		assertThat(this.inbox.newest(ADDRESS)).isNull();
	}

}
