package dev.rollcall.acceptance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.chrome.ChromeDriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A page of the gateway's origin and a page of another origin in a real Chromium.
 */
class BrowserIntegrationTests {

	/** Returns the status; 0 without a response. */
	private static final String FETCH = """
			const [path, method, headers, body, done] = arguments;
			fetch(path, {method, headers, body: body || undefined, credentials: 'include'})
			  .then(async (answer) => done([answer.status, await answer.text()]), (error) => done([0, String(error)]));
			""";

	private static final String STREAM = """
			const done = arguments[0];
			const stream = new EventSource('/api/v1/notifications/stream');
			stream.onopen = () => { stream.close(); done('open'); };
			stream.onerror = () => { stream.close(); done('error'); };
			""";

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private ChromeDriver browser;

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@Test
	void pageUsesCookiesThatItCannotRead() {
		open(this.system.gateway() + "/docs");
		signIn();
		assertThat(this.browser.executeScript("return document.cookie").toString()).startsWith("__Host-Rollcall-Csrf=")
			.doesNotContain(";");
		assertThat(this.browser.manage().getCookies()).extracting(Cookie::getName)
			.containsExactlyInAnyOrder("__Host-rollcall-access", "__Host-rollcall-refresh", "__Host-Rollcall-Csrf",
					"__Host-Rollcall-Device")
			.allSatisfy((name) -> {
				Cookie cookie = this.browser.manage().getCookieNamed(name);
				assertThat(cookie.isHttpOnly()).isEqualTo(!name.equals("__Host-Rollcall-Csrf"));
				assertThat(cookie.isSecure()).isTrue();
				assertThat(cookie.getSameSite()).isEqualTo("Strict");
			});
		assertThat(fetch("/api/v1/users/me", "GET", Map.of(), "").status()).isEqualTo(200);
		Map<String, String> json = Map.of("Content-Type", "application/json");
		String body = "{\"displayName\":\"Countess\"}";
		assertThat(fetch("/api/v1/users/me", "PATCH", json, body).status()).isEqualTo(403);
		String guard = guard();
		Map<String, String> guarded = Map.of("Content-Type", "application/json", "Rollcall-Csrf", guard);
		assertThat(fetch("/api/v1/users/me", "PATCH", guarded, body).body()).contains("Countess");
		assertThat(this.browser.executeAsyncScript(STREAM)).isEqualTo("open");
		assertThat(fetch("/api/v1/sessions/current", "DELETE", guarded, "").status()).isEqualTo(204);
		assertThat(this.browser.manage().getCookieNamed("__Host-rollcall-refresh")).isNull();
		assertThat(fetch("/api/v1/users/me", "GET", Map.of(), "").status()).isEqualTo(401);
	}

	@Test
	void newSignInEndsTheFormerSessionAndChangesTheCsrfToken() {
		open(this.system.gateway() + "/docs");
		signIn();
		String access = this.browser.manage().getCookieNamed("__Host-rollcall-access").getValue();
		String guard = guard();
		assertThat(status(access)).isEqualTo(200);
		signIn();
		assertThat(guard()).isNotEqualTo(guard);
		await().until(() -> status(access) == 401);
		assertThat(fetch("/api/v1/sessions", "DELETE", Map.of("Rollcall-Csrf", guard()), "").status()).isEqualTo(204);
		assertThat(this.browser.manage().getCookies()).extracting(Cookie::getName)
			.containsExactly("__Host-Rollcall-Device");
	}

	private String guard() {
		return this.browser.manage().getCookieNamed("__Host-Rollcall-Csrf").getValue();
	}

	private int status(String accessToken) {
		return this.client.get("/api/v1/users/me", "Authorization", "Bearer " + accessToken).status();
	}

	@Test
	void pageOfAnotherSiteSendsNoCookies() throws Exception {
		BlockingQueue<String> cookies = new LinkedBlockingQueue<>();
		HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
		elsewhere.createContext("/cookies", (exchange) -> {
			cookies.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		elsewhere.createContext("/page", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, 0);
			exchange.close();
		});
		elsewhere.start();
		try {
			String port = ":" + elsewhere.getAddress().getPort();
			open(this.system.gateway() + "/docs");
			signIn();
			this.browser.get("http://127.0.0.1" + port + "/page");
			fetch("http://127.0.0.1" + port + "/cookies", "GET", Map.of(), "");
			assertThat(cookies.poll(10, TimeUnit.SECONDS)).contains("__Host-rollcall-access");
			this.browser.get("http://localhost" + port + "/page");
			fetch("http://127.0.0.1" + port + "/cookies", "GET", Map.of(), "");
			assertThat(cookies.poll(10, TimeUnit.SECONDS)).doesNotContain("rollcall");
			assertThat(fetch(this.system.gateway() + "/api/v1/users/me", "GET", Map.of(), "").status())
				.as("an origin that is not allowed")
				.isZero();
		}
		finally {
			elsewhere.stop(0);
		}
	}

	@Test
	void requestsAtOnceRefreshACookieOnce() {
		String refreshToken = signedIn(Client.anEmail()).text("refreshToken");
		HttpClient http = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(this.system.gateway().resolve("/api/v1/users/me"))
			.header("Cookie", "__Host-rollcall-refresh=" + refreshToken)
			.build();
		List<HttpResponse<String>> answers = Stream
			.generate(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
			.limit(20)
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
		assertThat(answers).allMatch((answer) -> answer.statusCode() == 200);
		assertThat(answers.stream()
			.flatMap((answer) -> answer.headers().allValues("Set-Cookie").stream())
			.filter((cookie) -> cookie.startsWith("__Host-rollcall-refresh="))
			.map((cookie) -> cookie.substring(0, cookie.indexOf(';')))
			.distinct()).hasSize(1);
	}

	private void open(String address) {
		this.browser = Chromium.start();
		this.browser.get(address);
	}

	private void signIn() {
		String email = Client.anEmail();
		signedIn(email);
		Fetched answer = fetch("/api/v1/sessions", "POST",
				Map.of("Content-Type", "application/json", "Rollcall-Mode", "cookie"),
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, Client.PASSWORD));
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
		assertThat(answer.body()).contains("sessionId").doesNotContain("accessToken", "refreshToken");
	}

	private Answer signedIn(String email) {
		Answer registered = this.client.register(email);
		return await().until(
				() -> this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency")),
				(answer) -> answer.status() == 201);
	}

	private Fetched fetch(String path, String method, Map<String, String> headers, String body) {
		List<?> answer = (List<?>) this.browser.executeAsyncScript(FETCH, path, method, headers, body);
		return new Fetched(((Number) answer.get(0)).intValue(), String.valueOf(answer.get(1)));
	}

	/**
	 * A response to a page.
	 */
	private record Fetched(int status, String body) {

	}

}
