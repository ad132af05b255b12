package dev.rollcall.acceptance;

import java.io.File;
import java.time.Duration;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Starts a real Chromium; a test without one is skipped.
 */
final class Chromium {

	private static final File BROWSER = new File(System.getProperty("chromium", "/usr/bin/chromium"));

	private static final File DRIVER = new File(System.getProperty("chromedriver", "/usr/bin/chromedriver"));

	private Chromium() {
	}

	static ChromeDriver start(String... arguments) {
		assumeThat(BROWSER).as("Chromium and its driver are not installed").exists();
		assumeThat(DRIVER).as("Chromium and its driver are not installed").exists();
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--disable-background-networking", "--no-first-run", "--disable-extensions");
		options.addArguments(arguments);
		ChromeDriver browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(),
				options);
		browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(10));
		return browser;
	}

}
