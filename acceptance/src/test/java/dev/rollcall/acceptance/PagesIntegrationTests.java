package dev.rollcall.acceptance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a person does on the web pages, in a real Chromium.
 */
class PagesIntegrationTests {

	/** Of characters that the driver can type. */
	private static final String PASSWORD = "an engine that weaves algebra";

	private static final Pattern LINK = Pattern.compile("https?://\\S+token=\\S+");

	private final RunningSystem system = RunningSystem.get();

	private final String email = Client.anEmail();

	private final Mailbox mailbox = new Mailbox(this.system.mailbox(), this.email);

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		this.browser = Chromium.start("--accept-lang=en");
	}

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@Test
	void personSignsUpSignsInConfirmsAndSignsOut() {
		show("/");
		click("a[href='/sign-up']");
		signUp();
		assertThat(path()).isEqualTo("/sign-in");
		assertThat(notice()).contains("Your account is ready");
		signIn(PASSWORD);
		assertThat(path()).isEqualTo("/account");
		assertThat(text()).contains(this.email, "Ada", "Your address is not confirmed yet.");
		this.browser.get(link("Confirm your address"));
		assertThat(path()).isEqualTo("/verify-email");
		submit();
		assertThat(notice()).isEqualTo("Your address is confirmed.");
		show("/account");
		assertThat(text()).contains("confirmed").doesNotContain("not confirmed");
		click("form[action='/sign-out'] button");
		assertThat(notice()).isEqualTo("You are signed out.");
		assertThat(this.browser.manage().getCookieNamed("__Host-rollcall-refresh")).isNull();
		show("/account/sessions");
		assertThat(path()).isEqualTo("/sign-in");
		signIn(PASSWORD);
		assertThat(path()).as("the page that was wanted").isEqualTo("/account/sessions");
	}

	@Test
	void refusedFormsSayWhyAndKeepWhatWasEntered() {
		show("/sign-up");
		type("email", this.email);
		type("password", "password");
		submit();
		assertThat(path()).isEqualTo("/sign-up");
		assertThat(text("#password-error")).isNotEmpty();
		assertThat(value("email")).isEqualTo(this.email);
		assertThat(value("password")).isEmpty();
		show("/sign-in");
		signIn(PASSWORD);
		assertThat(text(".problem")).isEqualTo("E-mail address and password do not match.");
	}

	@Test
	void forgottenPasswordIsSetByMail() {
		show("/sign-up");
		signUp();
		this.browser.get(link("Confirm your address"));
		submit();
		show("/forgot-password");
		type("email", this.email);
		submit();
		assertThat(text("h1")).isEqualTo("Check your mail");
		this.browser.get(link("Set a new password"));
		type("newPassword", PASSWORD + " again");
		submit();
		assertThat(path()).isEqualTo("/sign-in");
		signIn(PASSWORD);
		assertThat(text(".problem")).isEqualTo("E-mail address and password do not match.");
		signIn(PASSWORD + " again");
		assertThat(path()).isEqualTo("/account");
	}

	@Test
	void accountIsChangedAndDeleted() {
		show("/sign-up");
		signUp();
		signIn(PASSWORD);
		click("a[href='/account/profile']");
		type("displayName", "Countess");
		submit();
		assertThat(text()).contains("Your name is saved.", "Countess");
		click("a[href='/account/password']");
		type("currentPassword", PASSWORD);
		type("newPassword", PASSWORD + " again");
		submit();
		assertThat(notice()).contains("Your password is changed.");
		await().until(() -> {
			show("/account/inbox");
			return text().contains("password");
		});
		show("/account/delete");
		type("password", PASSWORD + " again");
		submit();
		assertThat(notice()).isEqualTo("Your account is deleted.");
		assertThat(this.browser.manage().getCookieNamed("__Host-rollcall-access")).isNull();
		signIn(PASSWORD + " again");
		assertThat(path()).isEqualTo("/sign-in");
	}

	@Test
	void newSignInEndsTheFormerSessionOfTheBrowser() {
		show("/sign-up");
		signUp();
		signIn(PASSWORD);
		show("/sign-in");
		signIn(PASSWORD);
		show("/account/sessions");
		assertThat(this.browser.findElements(By.cssSelector("ul.rows li"))).hasSize(1);
	}

	@Test
	void notificationAppearsAsItArrives() {
		show("/sign-up");
		signUp();
		signIn(PASSWORD);
		show("/account/inbox");
		String token = this.mailbox.token(Person.VERIFICATION);
		new Client(this.system.gateway()).post("/api/v1/email-verifications", "{\"token\":\"%s\"}".formatted(token));
		await().until(() -> text().contains("Welcome to Rollcall"));
		assertThat(path()).isEqualTo("/account/inbox");
		click("article form button");
		assertThat(text()).contains("Welcome to Rollcall").doesNotContain("Mark as read");
	}

	@Test
	void administratorLocksAndUnlocksAUser() {
		Person person = Person.verified(this.system);
		Administrator.get();
		show("/sign-in");
		set("email", RunningSystem.ADMINISTRATOR);
		set("password", Client.PASSWORD);
		submit();
		click("a[href='/console']");
		type("email", person.email());
		click("form.search button");
		this.browser.findElement(By.linkText(person.email())).click();
		assertThat(text()).contains(person.email(), person.userId(), "active");
		click("form[action$='/lock'] button");
		assertThat(notice()).isEqualTo("The user is locked. All sessions have ended.");
		assertThat(text("dl.facts")).contains("locked");
		await().until(() -> person.trySignIn(Client.PASSWORD).status() == 401);
		click("form[action$='/unlock'] button");
		assertThat(notice()).isEqualTo("The user is unlocked.");
		assertThat(text("dl.facts")).contains("active");
		await().until(() -> person.trySignIn(Client.PASSWORD).status() == 201);
		click("form[action='/sign-out'] button");
	}

	/** The driver cannot type all characters. */
	private void set(String field, String value) {
		this.browser.executeScript("arguments[0].value = arguments[1]", this.browser.findElement(By.id(field)), value);
	}

	private void signUp() {
		type("email", this.email);
		type("password", PASSWORD);
		type("displayName", "Ada");
		submit();
	}

	private void signIn(String password) {
		type("email", this.email);
		type("password", password);
		submit();
	}

	private void show(String path) {
		this.browser.get(this.system.gateway() + path);
	}

	private void type(String field, String text) {
		this.browser.findElement(By.id(field)).clear();
		this.browser.findElement(By.id(field)).sendKeys(text);
	}

	private void submit() {
		click("form.sheet button");
	}

	private void click(String selector) {
		this.browser.findElement(By.cssSelector(selector)).click();
	}

	private String path() {
		return this.browser.executeScript("return location.pathname").toString();
	}

	private String notice() {
		return text(".notice");
	}

	private String text() {
		return text("main");
	}

	private String text(String selector) {
		return this.browser.findElement(By.cssSelector(selector)).getText();
	}

	private String value(String field) {
		return this.browser.findElement(By.id(field)).getDomProperty("value");
	}

	/** Waits for a mail and returns its link. */
	private String link(String subject) {
		Matcher link = LINK.matcher(this.mailbox.text(subject));
		assertThat(link.find()).isTrue();
		return link.group();
	}

}
