package dev.rollcall.notification.template;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TemplatesTests {

	private static final Instant TIME = Instant.parse("2026-11-29T18:05:59Z");

	private static final Occurrences ONE = Occurrences.one(TIME);

	private final Templates templates = new Templates();

	@Test
	void greetsByName() {
		assertThat(this.templates.mail(Template.WELCOME, "Ada", null, ONE).body())
			.startsWith("Hello Ada,\n\nyour Rollcall");
		assertThat(this.templates.notification(Template.WELCOME, "Ada", ONE).body())
			.startsWith("Hello Ada, your account");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\r\n", "\u2028" })
	void greetsWithoutANameWhereThereIsNone(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null, ONE).body()).startsWith("Hello,\n");
	}

	@Test
	void greetsWithoutANameIfNoneIsSet() {
		assertThat(this.templates.mail(Template.WELCOME, null, null, ONE).body()).startsWith("Hello,\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${7*7}", "#{7*7}", "{{7*7}}", "{{name}}", "{{{name}}}", "<script>alert(1)</script>",
			"%s %n", "A & B" })
	void nameIsNeverAnExpression(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null, ONE).body()).startsWith("Hello " + name + ",\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada\r\nBcc: x", "Ada\u0000Bcc: x", "Ada\u2028Bcc: x", "Ada\u2029Bcc: x",
			"Ada\u0085Bcc: x", "Ada\u202EBcc: x", "Ada\uD83DBcc: x", " Ada \t Bcc: x " })
	void nameStaysInItsLine(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null, ONE).body()).startsWith("Hello Ada Bcc: x,\n");
	}

	@Test
	void nameKeepsItsLettersAndPictures() {
		String name = "Zo\u00EB \uD83D\uDC69\u200D\uD83D\uDCBB";

		assertThat(this.templates.notification(Template.WELCOME, name, ONE).body()).startsWith("Hello " + name + ",");
	}

	@Test
	void titleIsOneLineWithoutUserText() {
		assertThat(this.templates.mail(Template.WELCOME, "Ada", null, ONE).title()).isEqualTo("Welcome to Rollcall");
		assertThat(this.templates.notification(Template.WELCOME, "Ada", ONE).title()).isEqualTo("Welcome to Rollcall");
	}

	@Test
	void oneSignInIsNotCounted() {
		assertThat(this.templates.mail(Template.NEW_DEVICE, "Ada", null, ONE))
			.isEqualTo(new Content("A sign-in on a new device", """
					Hello Ada,

					somebody has signed in to your Rollcall account on a device that we do not know.
					If that was you, there is nothing to do. If it was not, change your password: it
					ends all other sessions.

					The Rollcall team
					"""));
		assertThat(this.templates.notification(Template.NEW_DEVICE, null, ONE))
			.isEqualTo(new Content("A sign-in on a new device",
					"If that was not you, change your password: it ends all other sessions.\n"));
	}

	@Test
	void severalSignInsAreCounted() {
		Occurrences several = new Occurrences(19, TIME);
		Content mail = this.templates.mail(Template.NEW_DEVICE, null, null, several);
		assertThat(mail.title()).isEqualTo("19 sign-ins on new devices");
		assertThat(mail.body()).startsWith("Hello,\n\nsince 29 November 2026, 18:05 UTC, there were 19 sign-ins to")
			.doesNotContain("somebody has");
		assertThat(this.templates.notification(Template.NEW_DEVICE, null, several)).isEqualTo(new Content(
				"19 sign-ins on new devices", "They were since 29 November 2026, 18:05 UTC. If that was not you, "
						+ "change your password: it ends all other sessions.\n"));
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFICATION", "EMAIL_CHANGE" })
	void mailToAnAddressThatNobodyVerifiedHasNoName(Template template) {
		assertThat(this.templates.mail(template, "claim at evil", "https://x", ONE).body()).startsWith("Hello,\n")
			.doesNotContain("claim");
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheWelcomeCanBeSwitchedOff(Template template) {
		assertThat(template.isOptional()).isEqualTo(template == Template.WELCOME);
	}

}
