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

	private final Visitor visitor = new Visitor();

	@AfterEach
	void close() {
		this.visitor.close();
	}

	@Test
	void eightPages() throws IOException {
		Files.createDirectories(FOLDER);
		picture("home", "/");
		this.visitor.show("/sign-up");
		this.visitor.signIn("ada@example", "password");
		picture("sign-up", null);
		picture("sign-in", "/sign-in");
		picture("forgot-password", "/forgot-password");
		this.visitor.signInAsAdministrator();
		await().until(() -> {
			this.visitor.show("/account/inbox");
			return this.visitor.count("article") > 1;
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
			this.visitor.show(path);
		}
		for (Map.Entry<String, int[]> size : SIZES.entrySet()) {
			this.visitor.browser()
				.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", size.getValue()[0], "height",
						size.getValue()[1], "deviceScaleFactor", 1, "mobile", size.getValue()[0] < 500));
			for (String scheme : SCHEMES) {
				this.visitor.browser()
					.executeCdpCommand("Emulation.setEmulatedMedia",
							Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
				Object data = this.visitor.browser()
					.executeCdpCommand("Page.captureScreenshot", Map.of("format", "webp", "quality", 80))
					.get("data");
				byte[] picture = Base64.getDecoder().decode(String.valueOf(data));
				assertThat(picture).hasSizeGreaterThan(MIN_BYTES);
				Files.write(FOLDER.resolve("%s-%s-%s.webp".formatted(name, size.getKey(), scheme)), picture);
			}
		}
	}

}
