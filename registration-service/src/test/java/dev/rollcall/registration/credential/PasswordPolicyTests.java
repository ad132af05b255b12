package dev.rollcall.registration.credential;

import java.time.Duration;

import dev.rollcall.registration.breach.BreachedPasswords;
import dev.rollcall.throttle.HashingCapacity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordPolicyTests {

	/** SHA-1 of "violet horse staple moon". */
	private static final String BREACHED = "17F5C3F1C33802608DDD5B540D52FD87560B4A47";

	private static final GuessEstimate ESTIMATE = new GuessEstimate();

	private static final HashingCapacity CAPACITY = new HashingCapacity(CredentialFixture.properties().limits());

	private final PasswordPolicy policy = new PasswordPolicy(CredentialFixture.properties(), ESTIMATE,
			new BreachedPasswords((sha1) -> Mono.just(BREACHED.equals(sha1)), Duration.ofSeconds(5),
					new SimpleMeterRegistry()),
			CAPACITY);

	@AfterAll
	static void end() {
		CAPACITY.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "correct horse 🐎 battery staple", "a long enough phrase", "violet tractor moon",
			"Żółć gęślą jaźń", "9fK2 xPq8", "                a spaced out sentence                " })
	void passphraseOfAnyCharactersIsTaken(String password) {
		assertThat(fault(password, "ada@example.com")).isNull();
	}

	@Test
	void sixtyFourCharactersWithEmojiAreTaken() {
		assertThat(fault("🐎🦄 " + "pick some unrelated words and a few horses ".repeat(2).substring(0, 61), null))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "password1", "P@ssw0rd!", "12345678", "qwertyuiop", "aaaaaaaaaaaaaaaaaaaa",
			"iloveyou", "letmein1", "19840521", "abcdefgh" })
	void guessablePasswordIsWeak(String password) {
		assertThat(fault(password, "ada@example.com")).isEqualTo(PasswordFault.WEAK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Lovelace@Example.com", "lovelace@example.com tractor", "LOVELACE engine 42",
			"lovelace lovelace", "my roLLcaLL tractor", "rollcall rollcall rollcall", "ｒｏｌｌｃａｌｌ tractor",
			"love\u200Blace tractor", "rollcallLOVELACE password1" })
	void passwordThatIsGuessableWithoutEmailAndProductIsWeak(String password) {
		assertThat(fault(password, "lovelace@example.com")).isEqualTo(PasswordFault.WEAK);
	}

	@ParameterizedTest
	@CsvSource({ "info@example.com, information overload at noon", "orange@example.com, violet orange tractor moon",
			"lovelace@example.com, seven purple lovelace bicycles at dawn",
			"ada@example.com, ada@example.com violet tractor moon", "a@example.com, seven rollcall bicycles at dawn" })
	void passwordThatIsStrongWithoutEmailAndProductIsTaken(String email, String password) {
		assertThat(fault(password, email)).isNull();
	}

	@Test
	void displayNameAddsNothing() {
		assertThat(fault("Quentin Vantongeren 42", null, "Quentin Vantongeren")).isEqualTo(PasswordFault.WEAK);
		assertThat(fault("VANTONGEREN quentin", null, "Quentin Vantongeren")).isEqualTo(PasswordFault.WEAK);
		assertThat(fault("quentin plants violet tractors at noon", null, "Quentin Vantongeren")).isNull();
		assertThat(fault("Quentin Vantongeren 42", null, null)).isNull();
	}

	@Test
	void passwordOfABreachIsRefused() {
		assertThat(fault("violet horse staple moon", null)).isEqualTo(PasswordFault.BREACHED);
		assertThat(fault("violet\u00a0horse staple moon", null)).isEqualTo(PasswordFault.BREACHED);
		assertThat(fault("violet horse staple noon", null)).isNull();
	}

	@Test
	void shortLocalPartMayAppear() {
		assertThat(fault("violet ada tractor moon", "ada@example.com")).isNull();
	}

	@Test
	void lengthCountsCodePoints() {
		assertThat(fault("🐎🦄🐙🦊🐢🐝🦉", null)).isEqualTo(PasswordFault.TOO_SHORT);
		assertThat(fault("🐎🦄🐙🦊🐢🐝🦉🐞", null)).isNotEqualTo(PasswordFault.TOO_SHORT);
		String most = "horse 🐎 staple, ".repeat(10);
		int end = most.offsetByCodePoints(0, 128);
		assertThat(fault(most.substring(0, end), null)).isNotEqualTo(PasswordFault.TOO_LONG);
		assertThat(fault(most.substring(0, end) + "x", null)).isEqualTo(PasswordFault.TOO_LONG);
	}

	@Test
	void lengthCountsTheNormalForm() {
		assertThat(fault("e\u0301".repeat(4) + "xyz", null)).isEqualTo(PasswordFault.TOO_SHORT);
		assertThat(fault("o\u0308 horse e\u0301 ".repeat(12), null)).isNotEqualTo(PasswordFault.TOO_LONG);
	}

	@ParameterizedTest
	@ValueSource(strings = { "violet\ttractor moon", "violet tractor moon\0", "violet \u2028 tractor moon",
			"violet \uE000 tractor moon", "violet \u0378 tractor moon" })
	void charactersWithoutAStableFormAreRefused(String password) {
		assertThat(fault(password, null)).isEqualTo(PasswordFault.DISALLOWED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4@8({[<369&#!1/|0$5+7%24@8({[<369&#!1/|0$5+7%24@8({[<369&#!1/|0$5+7%2",
			"4@({[<1!|7+$5694@({[<1!|7+$5694@({[<1!|7+$5694@({[<1!|7+$5694@({[<1!|7+$569",
			"p4$$w0rd@1!i|p4$$w0rd@1!i|p4$$w0rd@1!i|p4$$w0rd@1!i|p4$$w0rd@1!i|p4$$w0rd@1!i|" })
	void hostilePasswordCostsLittle(String password) {
		long start = System.nanoTime();
		fault(password, null);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	private @Nullable PasswordFault fault(String password, @Nullable String email) {
		return fault(password, email, null);
	}

	private @Nullable PasswordFault fault(String password, @Nullable String email, @Nullable String name) {
		return this.policy.check(new Password(password), email, name).block(Duration.ofSeconds(20));
	}

}
