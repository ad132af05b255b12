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
import org.openqa.selenium.chrome.ChromeDriver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of WCAG 2.2 AA that axe-core can decide, on each page, light and dark, and
 * how the pages fit a narrow screen.
 */
class PageAccessibilityIntegrationTests {

	private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

	private static final RunningSystem SYSTEM = RunningSystem.get();

	private static Visitor stranger;

	private static Visitor user;

	@BeforeAll
	static void open() {
		stranger = new Visitor();
		user = new Visitor();
		user.signInAsAdministrator();
		assertThat(user.path()).isEqualTo("/account");
	}

	@AfterAll
	static void close() {
		for (Visitor visitor : new Visitor[] { stranger, user }) {
			if (visitor != null) {
				visitor.close();
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
		stranger.show(path);
		stranger.submit();
		assertThat(stranger.count(".problem")).isOne();
		audit(stranger, path);
	}

	@Test
	void pageOfAUserForAdministratorsBreaksNoRule() {
		check(user, "/console/users/" + Administrator.get().userId());
	}

	@Test
	void answerToAForgottenPasswordBreaksNoRule() {
		stranger.show("/forgot-password");
		stranger.type("email", Client.anEmail());
		stranger.submit();
		assertThat(stranger.count("form.sheet")).isZero();
		audit(stranger, "/forgot-password");
	}

	private static void check(Visitor visitor, String path) {
		visitor.show(path);
		ChromeDriver browser = visitor.browser();
		assertThat(browser.getCurrentUrl()).as("no other page").isEqualTo(SYSTEM.gateway() + path);
		audit(visitor, path);
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 320, "height", 800, "deviceScaleFactor", 1, "mobile", true));
		assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
			.as("width of %s on a screen of 320 pixels", path)
			.isEqualTo(320L);
		browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	private static void audit(Visitor visitor, String path) {
		for (String scheme : List.of("light", "dark")) {
			visitor.browser()
				.executeCdpCommand("Emulation.setEmulatedMedia",
						Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
			List<Rule> broken = new AxeBuilder().withTags(RULES).analyze(visitor.browser()).getViolations();
			assertThat(broken).as("%s, %s", path, scheme).isEmpty();
		}
	}

}
