package dev.rollcall.acceptance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a person does on the web pages, in a real Chromium.
 */
class PagesIntegrationTests {

	private static final String PASSWORD = "an engine that weaves algebra";

	private static final Pattern LINK = Pattern.compile("https?://\\S+token=\\S+");

	private final RunningSystem system = RunningSystem.get();

	private final String email = Client.anEmail();

	private final Mailbox mailbox = new Mailbox(this.system.mailbox(), this.email);

	private final Visitor visitor = new Visitor();

	@AfterEach
	void close() {
		this.visitor.close();
	}

	@Test
	void personSignsUpSignsInConfirmsAndSignsOut() {
		this.visitor.show("/");
		this.visitor.click("a[href='/sign-up']");
		signUp();
		assertThat(this.visitor.path()).isEqualTo("/sign-in");
		assertThat(notice()).contains("Your account is ready");
		signIn(PASSWORD);
		assertThat(this.visitor.path()).isEqualTo("/account");
		assertThat(text()).contains(this.email, "Ada", "Your address is not confirmed yet.");
		this.visitor.browser().get(link("Confirm your address"));
		assertThat(this.visitor.path()).isEqualTo("/verify-email");
		this.visitor.submit();
		assertThat(notice()).isEqualTo("Your address is confirmed.");
		this.visitor.show("/account");
		assertThat(text()).contains("confirmed").doesNotContain("not confirmed");
		this.visitor.click("form[action='/sign-out'] button");
		assertThat(notice()).isEqualTo("You are signed out.");
		assertThat(this.visitor.browser().manage().getCookieNamed("__Host-rollcall-refresh")).isNull();
		this.visitor.show("/account/sessions");
		assertThat(this.visitor.path()).isEqualTo("/sign-in");
		signIn(PASSWORD);
		assertThat(this.visitor.path()).as("the page that was wanted").isEqualTo("/account/sessions");
	}

	@Test
	void refusedFormsSayWhyAndKeepWhatWasEntered() {
		this.visitor.show("/sign-up");
		this.visitor.type("email", this.email);
		this.visitor.type("password", "password");
		this.visitor.submit();
		assertThat(this.visitor.path()).isEqualTo("/sign-up");
		assertThat(this.visitor.text("#password-error")).isNotEmpty();
		assertThat(value("email")).isEqualTo(this.email);
		assertThat(value("password")).isEmpty();
		this.visitor.show("/sign-in");
		signIn(PASSWORD);
		assertThat(this.visitor.text(".problem")).isEqualTo("E-mail address and password do not match.");
	}

	@Test
	void forgottenPasswordIsSetByMail() {
		this.visitor.show("/sign-up");
		signUp();
		this.visitor.browser().get(link("Confirm your address"));
		this.visitor.submit();
		this.visitor.show("/forgot-password");
		this.visitor.type("email", this.email);
		this.visitor.submit();
		assertThat(this.visitor.text("h1")).isEqualTo("Check your mail");
		this.visitor.browser().get(link("Set a new password"));
		this.visitor.type("newPassword", PASSWORD + " again");
		this.visitor.submit();
		assertThat(this.visitor.path()).isEqualTo("/sign-in");
		signIn(PASSWORD);
		assertThat(this.visitor.text(".problem")).isEqualTo("E-mail address and password do not match.");
		signIn(PASSWORD + " again");
		assertThat(this.visitor.path()).isEqualTo("/account");
	}

	@Test
	void accountIsChangedAndDeleted() {
		this.visitor.show("/sign-up");
		signUp();
		signIn(PASSWORD);
		this.visitor.click("a[href='/account/profile']");
		this.visitor.type("displayName", "Countess");
		this.visitor.submit();
		assertThat(text()).contains("Your name is saved.", "Countess");
		this.visitor.click("a[href='/account/password']");
		this.visitor.type("currentPassword", PASSWORD);
		this.visitor.type("newPassword", PASSWORD + " again");
		this.visitor.submit();
		assertThat(notice()).contains("Your password is changed.");
		await().until(() -> {
			this.visitor.show("/account/inbox");
			return text().contains("password");
		});
		this.visitor.show("/account/delete");
		this.visitor.type("password", PASSWORD + " again");
		this.visitor.submit();
		assertThat(notice()).isEqualTo("Your account is deleted.");
		assertThat(this.visitor.browser().manage().getCookieNamed("__Host-rollcall-access")).isNull();
		signIn(PASSWORD + " again");
		assertThat(this.visitor.path()).isEqualTo("/sign-in");
	}

	@Test
	void newSignInEndsTheFormerSessionOfTheBrowser() {
		this.visitor.show("/sign-up");
		signUp();
		signIn(PASSWORD);
		this.visitor.show("/sign-in");
		signIn(PASSWORD);
		this.visitor.show("/account/sessions");
		assertThat(this.visitor.count("ul.rows li")).isOne();
	}

	@Test
	void notificationAppearsAsItArrives() {
		this.visitor.show("/sign-up");
		signUp();
		signIn(PASSWORD);
		this.visitor.show("/account/inbox");
		String token = this.mailbox.token(Person.VERIFICATION);
		new Client(this.system.gateway()).post("/api/v1/email-verifications", "{\"token\":\"%s\"}".formatted(token));
		await().until(() -> text().contains("Welcome to Rollcall"));
		assertThat(this.visitor.path()).isEqualTo("/account/inbox");
		this.visitor.click("article form button");
		assertThat(text()).contains("Welcome to Rollcall").doesNotContain("Mark as read");
	}

	@Test
	void administratorLocksAndUnlocksAUser() {
		Person person = Person.verified(this.system);
		this.visitor.signInAsAdministrator();
		this.visitor.click("a[href='/console']");
		this.visitor.type("email", person.email());
		this.visitor.click("form.search button");
		this.visitor.browser().findElement(By.linkText(person.email())).click();
		assertThat(text()).contains(person.email(), person.userId(), "active");
		this.visitor.click("form[action$='/lock'] button");
		assertThat(notice()).isEqualTo("The user is locked. All sessions have ended.");
		assertThat(this.visitor.text("dl.facts")).contains("locked");
		await().until(() -> person.trySignIn(Client.PASSWORD).status() == 401);
		this.visitor.click("form[action$='/unlock'] button");
		assertThat(notice()).isEqualTo("The user is unlocked.");
		assertThat(this.visitor.text("dl.facts")).contains("active");
		await().until(() -> person.trySignIn(Client.PASSWORD).status() == 201);
		this.visitor.click("form[action='/sign-out'] button");
	}

	private void signUp() {
		this.visitor.type("email", this.email);
		this.visitor.type("password", PASSWORD);
		this.visitor.type("displayName", "Ada");
		this.visitor.submit();
	}

	private void signIn(String password) {
		this.visitor.signIn(this.email, password);
	}

	private String notice() {
		return this.visitor.text(".notice");
	}

	private String text() {
		return this.visitor.text("main");
	}

	private String value(String field) {
		return this.visitor.browser().findElement(By.id(field)).getDomProperty("value");
	}

	/** Waits for a mail and returns its link. */
	private String link(String subject) {
		Matcher link = LINK.matcher(this.mailbox.text(subject));
		assertThat(link.find()).isTrue();
		return link.group();
	}

}
