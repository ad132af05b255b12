package dev.rollcall.pages;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/** How all pages behave. */
@PagesTest
class PagesIntegrationTests {

	private Browser browser;

	@BeforeEach
	void open(@LocalServerPort int port) {
		this.browser = new Browser(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/verify-email?token=t", "/change-email?token=t",
			"/undo-email-change?token=t", "/forgot-password", "/reset-password?token=t", "/no-such-page" })
	void everyPageIsSmallAndRunsNothing(String path) {
		String page = this.browser.get(path, "en");
		assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(50_000);
		assertThat(page).contains("<html lang=\"en\">")
			.containsOnlyOnce("<script")
			.containsPattern("<script type=\"module\" src=\"/assets/pages.js[?]v=[0-9a-f]{12}\"></script>")
			.doesNotContain("style=")
			.doesNotContainPattern("\\son[a-z]+=");
		assertThat(Browser.GATEWAY.calls).isEmpty();
	}

	@Test
	void policyForbidsEverythingThatIsNotNeeded() {
		this.browser.client()
			.get()
			.uri("/sign-in")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).startsWith("default-src 'none'")
						.contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
						.doesNotContain("unsafe"))
			.expectHeader()
			.valueEquals("Referrer-Policy", "no-referrer")
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "de:Anmelden", "es:Iniciar sesión", "fr:Se connecter", "ja:サインイン", "zh-CN:登录", "tlh:Sign in" })
	void pageIsInTheLanguageOfTheBrowser(String expected) {
		String[] parts = expected.split(":");
		assertThat(this.browser.get("/sign-in", parts[0])).contains(parts[1]);
	}

	@Test
	void filesAreTheSameForEveryone() {
		WebTestClient.ResponseSpec file = this.browser.client().get().uri("/assets/pages.css").exchange();
		file.expectStatus().isOk().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
		file.expectHeader().doesNotExist(HttpHeaders.VARY);
		file.expectHeader()
			.value(HttpHeaders.CACHE_CONTROL, (value) -> assertThat(value).contains("max-age", "public"));
	}

	/** As during an update of several instances. */
	@Test
	void fileOfAnotherVersionIsNotKept() {
		this.browser.client()
			.get()
			.uri("/assets/pages.css?v=0123456789ab")
			.exchange()
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	@Test
	void formOfAnotherSiteIsRefused() {
		MultiValueMap<String, String> form = Browser.form("email", "ada@example.com", "password", "p");
		this.browser.post("/sign-in", form, (request) -> request.header("Sec-Fetch-Site", "cross-site"))
			.expectStatus()
			.isForbidden();
		form.set("csrf", "B".repeat(24));
		this.browser.post("/sign-in", form).expectStatus().isForbidden();
		form.remove("csrf");
		this.browser.post("/sign-in", form).expectStatus().isForbidden();
		assertThat(Browser.GATEWAY.calls).isEmpty();
	}

	@Test
	void formCarriesTheValueOfItsCookie() {
		EntityExchangeResult<String> page = this.browser.client()
			.get()
			.uri("/sign-in")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		String value = page.getResponseCookies().getFirst(Browser.FORM).getValue();
		assertThat(page.getResponseBody()).contains("name=\"csrf\" value=\"" + value + "\"");
		assertThat(page.getResponseCookies().getFirst(Browser.FORM)).satisfies((cookie) -> {
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.isSecure()).isTrue();
			assertThat(cookie.getSameSite()).isEqualTo("Lax");
		});
	}

}
