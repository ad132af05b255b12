package dev.rollcall.pages;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Signing up, in and out, and the links of mails. */
@PagesTest
class EntrancePagesIntegrationTests {

	private Browser browser;

	@BeforeEach
	void open(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@Test
	void passwordManagersRecogniseTheFields() {
		assertThat(this.browser.get("/sign-in", "en")).contains("autocomplete=\"username\"",
				"autocomplete=\"current-password\"");
		assertThat(this.browser.get("/sign-up", "en")).contains("autocomplete=\"username\"",
				"autocomplete=\"new-password\"");
	}

	@Test
	void signUpSendsWhatWasEntered() {
		Browser.GATEWAY.answer("POST /api/v1/registrations", 201, "{}");
		this.browser.post("/sign-up", Browser.form("email", "ada@example.com", "password", "an engine that weaves"))
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in?done=signed-up");
		assertThat(Browser.GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.body()).contains("\"email\":\"ada@example.com\"", "\"locale\":\"en\"")
				.doesNotContain("displayName", "csrf"));
	}

	@Test
	void refusedFieldsAreShownWithTheirReasonsAndWithoutThePassword() {
		Browser.GATEWAY.answer("POST /api/v1/registrations", 400,
				"""
						{"type":"https://rollcall.dev/problems/invalid-request","errors":[{"field":"password","code":"weak","message":"m"},
						{"field":"email","code":"not-known-here","message":"<b>said by the service</b>"}]}""");
		String page = Browser.body(
				this.browser
					.post("/sign-up",
							Browser.form("email", "\"><script>alert(1)</script>", "password", "secret-secret",
									"displayName", "A&B"))
					.expectStatus()
					.isBadRequest());
		assertThat(page)
			.contains("This is too easy to guess", "&lt;b&gt;said by the service", "aria-invalid=\"true\"", "A&amp;B")
			.doesNotContain("secret-secret", "<script>", "<b>");
	}

	@Test
	void signInPassesTheCookiesOnAndReturns() {
		Browser.GATEWAY.answer("POST /api/v1/sessions", 201, "{}", "__Host-rollcall-access=a; Path=/; Secure",
				"__Host-rollcall-refresh=r; Path=/; Secure");
		this.browser
			.post("/sign-in",
					Browser.form("email", "ada@example.com", "password", "p", "returnTo", "/account/sessions"),
					(request) -> request.header("Rollcall-Client-Address", "192.0.2.7"))
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/account/sessions")
			.expectCookie()
			.valueEquals("__Host-rollcall-access", "a")
			.expectCookie()
			.valueEquals("__Host-rollcall-refresh", "r");
		assertThat(Browser.GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.headers()).containsEntry("mode", "cookie")
				.containsEntry("address", "192.0.2.7"));
	}

	@Test
	void formMayLeadToAListedApplication() {
		Browser.GATEWAY.answer("POST /api/v1/sessions", 201, "{}");
		assertThat(this.browser.location("/sign-in", "returnTo", "https://shop.example.com/back"))
			.isEqualTo("https://shop.example.com/back");
		this.browser.client()
			.get()
			.uri("/sign-in")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).contains("form-action 'self' https://shop.example.com;"));
	}

	@Test
	void personIsToldToBeSignedOutOnlyIfTheSessionHasEnded() {
		assertThat(this.browser.location("/sign-out")).isEqualTo("/account?refused=unavailable");
		assertThat(this.browser.location("/account/sessions/others"))
			.isEqualTo("/account/sessions?refused=unavailable");
		Browser.GATEWAY.answer("GET /api/v1/users/me", 200, "{}");
		assertThat(this.browser.get("/account?refused=unavailable", "en"))
			.contains("This does not work at the moment.");
		Browser.GATEWAY.answer("DELETE /api/v1/sessions/current", 204, "");
		assertThat(this.browser.location("/sign-out")).isEqualTo("/sign-in?done=signed-out");
		Browser.GATEWAY.answer("DELETE /api/v1/sessions/current", 401,
				"{\"type\":\"https://rollcall.dev/problems/unauthorized\"}");
		assertThat(this.browser.location("/sign-out")).as("it had ended before").isEqualTo("/sign-in?done=signed-out");
	}

	@Test
	void linkIsUsedByItsButtonOnly() {
		Browser.GATEWAY.answer("POST /api/v1/email-verifications", 204, "");
		assertThat(this.browser.get("/verify-email?token=abc", "en")).contains("name=\"token\" value=\"abc\"");
		assertThat(Browser.GATEWAY.calls).isEmpty();
		this.browser.post("/verify-email", Browser.form("token", "abc"))
			.expectStatus()
			.isSeeOther()
			.expectHeader()
			.valueEquals("Location", "/sign-in?done=verify-email");
		assertThat(Browser.GATEWAY.calls).singleElement()
			.satisfies((call) -> assertThat(call.body()).isEqualTo("{\"token\":\"abc\"}"));
	}

	@Test
	void linkThatIsVoidSaysSo() {
		Browser.GATEWAY.answer("POST /api/v1/email-verifications", 400,
				"{\"type\":\"https://rollcall.dev/problems/invalid-token\"}");
		assertThat(Browser
			.body(this.browser.post("/verify-email", Browser.form("token", "old")).expectStatus().isBadRequest()))
			.contains("role=\"alert\"", "invalid, used or expired");
	}

}
