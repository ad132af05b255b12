package dev.rollcall.gateway;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;

import dev.rollcall.gateway.Upstream.Answer;

import static org.assertj.core.api.Assertions.assertThat;

@GatewayTest
class ConsistencyIntegrationTests {

	private static final String HEADER = "Rollcall-Consistency";

	private static final String TOKEN = "cGF5bG9hZA.bWFj_-";

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void tokenGoesToTheClientAndIntoACookie() {
		Services.REGISTRATION.answer(Answer.json(201, "{}").with(HEADER, TOKEN));

		HttpResponse<String> answer = this.client.post("/register", "{}");

		assertThat(answer.headers().allValues(HEADER)).containsExactly(TOKEN);
		assertThat(cookie(answer)).startsWith("__Host-rollcall-consistency=" + TOKEN + ";")
			.contains("Max-Age=600", "Path=/", "SameSite=Strict")
			.containsIgnoringCase("; HttpOnly")
			.contains("; Secure");
	}

	@Test
	void signInWithCookieOnlyGetsTheHeader() {
		this.client.send(this.client.posting("/login", "{}")
			.header("Cookie", "theme=dark; __Host-rollcall-consistency=" + TOKEN + "; other=1"));

		HttpHeaders received = Services.sessionCalls().get(0).headers();
		assertThat(received.get(HEADER)).containsExactly(TOKEN);
		assertThat(received.get("Cookie")).containsExactly("theme=dark; other=1");
	}

	@Test
	void headerOfTheClientGoesBeforeTheCookie() {
		this.client.send(this.client.posting("/api/v1/sessions", "{}")
			.header(HEADER, "own.token")
			.header("Cookie", "__Host-rollcall-consistency=" + TOKEN));

		HttpHeaders received = Services.sessionCalls().get(0).headers();
		assertThat(received.get(HEADER)).containsExactly("own.token");
		assertThat(received.containsHeader("Cookie")).isFalse();
	}

	@Test
	void otherCallsGetNeitherHeaderNorCookie() {
		this.client
			.send(this.client.withToken("/api/v1/users/me").header("Cookie", "__Host-rollcall-consistency=" + TOKEN));

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.containsHeader(HEADER)).isFalse();
		assertThat(received.containsHeader("Cookie")).isFalse();
	}

	@Test
	void doneClearsTheCookieAndStaysInside() {
		Services.SESSION.answer(Answer.json(401, "{}").with(HEADER, "done"));

		HttpResponse<String> answer = this.client.post("/login", "{}");

		assertThat(answer.headers().firstValue(HEADER)).isEmpty();
		assertThat(cookie(answer)).startsWith("__Host-rollcall-consistency=;").contains("Max-Age=0");
	}

	@Test
	void malformedCookieIsIgnored() {
		this.client.send(this.client.posting("/login", "{}").header("Cookie", "__Host-rollcall-consistency=a b"));

		assertThat(Services.sessionCalls().get(0).headers().containsHeader(HEADER)).isFalse();
	}

	private static String cookie(HttpResponse<String> answer) {
		List<String> cookies = answer.headers().allValues("Set-Cookie");
		assertThat(cookies).hasSize(1);
		return cookies.get(0);
	}

}
