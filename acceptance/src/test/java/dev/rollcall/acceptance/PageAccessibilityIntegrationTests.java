package dev.rollcall.acceptance;

import java.util.List;
import java.util.Map;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of WCAG 2.2 AA that axe-core can decide, on each page, light and dark, and
 * how the pages fit a narrow screen.
 */
class PageAccessibilityIntegrationTests {

	private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

	private static final RunningSystem SYSTEM = RunningSystem.get();

	private static ChromeDriver stranger;

	private static ChromeDriver user;

	@BeforeAll
	static void open() {
		stranger = Chromium.start();
		user = Chromium.start();
		Administrator.get();
		user.get(SYSTEM.gateway() + "/sign-in");
		fill("email", RunningSystem.ADMINISTRATOR);
		fill("password", Client.PASSWORD);
		user.findElement(By.cssSelector("form.sheet button")).click();
		assertThat(user.getCurrentUrl()).isEqualTo(SYSTEM.gateway() + "/account");
	}

	/** The driver cannot type all characters. */
	private static void fill(String field, String value) {
		user.executeScript("arguments[0].value = arguments[1]", user.findElement(By.id(field)), value);
	}

	@AfterAll
	static void close() {
		for (ChromeDriver browser : new ChromeDriver[] { stranger, user }) {
			if (browser != null) {
				browser.quit();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-up", "/sign-in", "/verify-email?token=t", "/change-email?token=t",
			"/undo-email-change?token=t", "/forgot-password", "/reset-password?token=t", "/account/none" })
	void pageForEveryoneBreaksNoRule(String path) {
		check(stranger, path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account", "/account/profile", "/account/password", "/account/email", "/account/sessions",
			"/account/inbox", "/account/preferences", "/account/delete", "/console/users" })
	void pageOfAUserBreaksNoRule(String path) {
		check(user, path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sign-up", "/sign-in" })
	void refusedFormBreaksNoRule(String path) {
		stranger.get(SYSTEM.gateway() + path);
		stranger.findElement(By.cssSelector("form.sheet button")).click();
		assertThat(stranger.findElements(By.cssSelector(".problem"))).hasSize(1);
		audit(stranger, path);
	}

	@Test
	void pageOfAUserForAdministratorsBreaksNoRule() {
		check(user, "/console/users/" + Administrator.get().userId());
	}

	@Test
	void answerToAForgottenPasswordBreaksNoRule() {
		stranger.get(SYSTEM.gateway() + "/forgot-password");
		stranger.findElement(By.id("email")).sendKeys(Client.anEmail());
		stranger.findElement(By.cssSelector("form.sheet button")).click();
		assertThat(stranger.findElements(By.cssSelector("form.sheet"))).isEmpty();
		audit(stranger, "/forgot-password");
	}

	private static void check(ChromeDriver browser, String path) {
		browser.get(SYSTEM.gateway() + path);
		assertThat(browser.getCurrentUrl()).as("no other page").isEqualTo(SYSTEM.gateway() + path);
		audit(browser, path);
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 320, "height", 800, "deviceScaleFactor", 1, "mobile", true));
		assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
			.as("width of %s on a screen of 320 pixels", path)
			.isEqualTo(320L);
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	private static void audit(ChromeDriver browser, String path) {
		for (String scheme : List.of("light", "dark")) {
			browser.executeCdpCommand("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
			List<Rule> broken = new AxeBuilder().withTags(RULES).analyze(browser).getViolations();
			assertThat(broken).as("%s, %s", path, scheme).isEmpty();
		}
	}

}
