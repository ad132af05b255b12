package dev.rollcall.acceptance;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Somebody who looks at the web pages, in a real Chromium.
 */
final class Visitor implements AutoCloseable {

	private final RunningSystem system = RunningSystem.get();

	private final ChromeDriver browser = Chromium.start("--accept-lang=en");

	ChromeDriver browser() {
		return this.browser;
	}

	/** Shows a page of the system. */
	void show(String path) {
		this.browser.get(this.system.gateway() + path);
	}

	/**
	 * Types into an empty field. The driver cannot type all characters, so some are set.
	 */
	void type(String field, String text) {
		WebElement element = this.browser.findElement(By.id(field));
		element.clear();
		if (text.codePoints().allMatch(Character::isBmpCodePoint)) {
			element.sendKeys(text);
		}
		else {
			this.browser.executeScript("arguments[0].value = arguments[1]", element, text);
		}
	}

	/** Presses the button of the page's form. */
	void submit() {
		click("form.sheet button");
	}

	void click(String selector) {
		this.browser.findElement(By.cssSelector(selector)).click();
	}

	/** Fills in the form of a sign-in, and sends it. */
	void signIn(String email, String password) {
		type("email", email);
		type("password", password);
		submit();
	}

	void signInAsAdministrator() {
		Administrator.get();
		show("/sign-in");
		signIn(RunningSystem.ADMINISTRATOR, Client.PASSWORD);
	}

	/** Returns the path of the page that is shown. */
	String path() {
		return this.browser.executeScript("return location.pathname").toString();
	}

	String text(String selector) {
		return this.browser.findElement(By.cssSelector(selector)).getText();
	}

	int count(String selector) {
		return this.browser.findElements(By.cssSelector(selector)).size();
	}

	@Override
	public void close() {
		this.browser.quit();
	}

}
