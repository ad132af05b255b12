package dev.rollcall.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Makes the pictures of docs/pages.md. Run with {@code -Ppictures}.
 */
@Tag("pictures")
class PagePicturesIntegrationTests {

	private static final Path FOLDER = Launcher.ROOT.resolve("docs/pages");

	private static final Map<String, int[]> SIZES = Map.of("phone", new int[] { 390, 844 }, "desktop",
			new int[] { 1280, 800 });

	private static final List<String> SCHEMES = List.of("light", "dark");

	private static final int MIN_BYTES = 2000;

	private final RunningSystem system = RunningSystem.get();

	private final ChromeDriver browser = Chromium.start("--accept-lang=en");

	@AfterEach
	void close() {
		this.browser.quit();
	}

	@Test
	void eightPages() throws IOException {
		Files.createDirectories(FOLDER);
		picture("home", "/");
		show("/sign-up");
		set("email", "ada@example");
		set("password", "password");
		submit();
		picture("sign-up", null);
		picture("sign-in", "/sign-in");
		picture("forgot-password", "/forgot-password");
		Administrator.get();
		show("/sign-in");
		set("email", RunningSystem.ADMINISTRATOR);
		set("password", Client.PASSWORD);
		submit();
		await().until(() -> {
			show("/account/inbox");
			return this.browser.findElements(By.tagName("article")).size() > 1;
		});
		picture("inbox", "/account/inbox");
		picture("account", "/account");
		picture("sessions", "/account/sessions");
		for (int i = 0; i < 3; i++) {
			Person.verified(this.system);
		}
		picture("console", "/console/users");
	}

	private void picture(String name, String path) throws IOException {
		if (path != null) {
			show(path);
		}
		for (Map.Entry<String, int[]> size : SIZES.entrySet()) {
			this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", size.getValue()[0],
					"height", size.getValue()[1], "deviceScaleFactor", 1, "mobile", size.getValue()[0] < 500));
			for (String scheme : SCHEMES) {
				this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
						Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
				Object data = this.browser
					.executeCdpCommand("Page.captureScreenshot", Map.of("format", "webp", "quality", 80))
					.get("data");
				byte[] picture = Base64.getDecoder().decode(String.valueOf(data));
				assertThat(picture).hasSizeGreaterThan(MIN_BYTES);
				Files.write(FOLDER.resolve("%s-%s-%s.webp".formatted(name, size.getKey(), scheme)), picture);
			}
		}
	}

	private void show(String path) {
		this.browser.get(this.system.gateway() + path);
	}

	/** The driver cannot type all characters. */
	private void set(String field, String value) {
		this.browser.executeScript("arguments[0].value = arguments[1]", this.browser.findElement(By.id(field)), value);
	}

	private void submit() {
		this.browser.findElement(By.cssSelector("form.sheet button")).click();
	}

}
