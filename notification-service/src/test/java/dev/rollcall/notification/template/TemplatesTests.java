package dev.rollcall.notification.template;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TemplatesTests {

	private final Templates templates = new Templates();

	@Test
	void greetsByName() {
		assertThat(this.templates.mail(Template.WELCOME, "Ada", null).body()).startsWith("Hello Ada,\n\nyour Rollcall");
		assertThat(this.templates.notification(Template.WELCOME, "Ada").body()).startsWith("Hello Ada, your account");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "   ", "\r\n", "\u2028" })
	void greetsWithoutANameWhereThereIsNone(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null).body()).startsWith("Hello,\n");
	}

	@Test
	void greetsWithoutANameIfNoneIsSet() {
		assertThat(this.templates.mail(Template.WELCOME, null, null).body()).startsWith("Hello,\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${7*7}", "#{7*7}", "{{7*7}}", "{{name}}", "{{{name}}}", "<script>alert(1)</script>",
			"%s %n", "A & B" })
	void nameIsNeverAnExpression(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null).body()).startsWith("Hello " + name + ",\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ada\r\nBcc: x", "Ada\u0000Bcc: x", "Ada\u2028Bcc: x", "Ada\u2029Bcc: x",
			"Ada\u0085Bcc: x", "Ada\u202EBcc: x", "Ada\uD83DBcc: x", " Ada \t Bcc: x " })
	void nameStaysInItsLine(String name) {
		assertThat(this.templates.mail(Template.WELCOME, name, null).body()).startsWith("Hello Ada Bcc: x,\n");
	}

	@Test
	void nameKeepsItsLettersAndPictures() {
		String name = "Zo\u00EB \uD83D\uDC69\u200D\uD83D\uDCBB";

		assertThat(this.templates.notification(Template.WELCOME, name).body()).startsWith("Hello " + name + ",");
	}

	@Test
	void titleIsOneLineWithoutUserText() {
		assertThat(this.templates.mail(Template.WELCOME, "Ada", null).title()).isEqualTo("Welcome to Rollcall");
		assertThat(this.templates.notification(Template.WELCOME, "Ada").title()).isEqualTo("Welcome to Rollcall");
	}

}
