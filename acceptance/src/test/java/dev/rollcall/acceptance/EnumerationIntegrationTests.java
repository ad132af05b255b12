package dev.rollcall.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.local.platform.PairedDifference;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * S3: the duration of a response does not reveal whether an address has an account. At
 * least {@code -Dpairs=} pairs, and as many more as a clear result needs.
 */
class EnumerationIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(EnumerationIntegrationTests.class);

	/** In milliseconds. */
	private static final double BOUND = 5;

	private static final int PAIRS = Integer.getInteger("pairs", 60);

	private static final int WARM_UP = 15;

	/** Guesses per account, few enough to avoid the throttle. */
	private static final int GUESSES = 10;

	private final Client client = new Client(RunningSystem.get().gateway());

	private final List<String> known = new ArrayList<>();

	@Test
	void wrongPasswordTakesEquallyLongWithoutAnAccount() {
		requireNoDifference("sign-in", GUESSES, (email) -> {
			Answer answer = this.client.post("/api/v1/sessions",
					"{\"email\":\"%s\",\"password\":\"not the password\"}".formatted(email));
			assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
			return answer.delay().toNanos() / 1e6;
		});
	}

	@Test
	void recoveryTakesEquallyLongWithoutAnAccount() {
		requireNoDifference("recovery", 1, (email) -> {
			Answer answer = this.client.post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(email));
			assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
			return answer.delay().toNanos() / 1e6;
		});
	}

	private void requireNoDifference(String what, int uses, ToDoubleFunction<String> act) {
		PairedDifference difference = new PairedDifference();
		for (int i = 0; i < WARM_UP + PAIRS || (i < 10 * PAIRS && !difference.isDecided(BOUND)); i++) {
			String account = account(i / uses);
			String noAccount = Client.anEmail();
			// Work that continues after a response would slow down the request that is
			// always
			// second.
			double unknownFirst = (i % 2 == 1) ? act.applyAsDouble(noAccount) : 0;
			double known = act.applyAsDouble(account);
			double unknown = (i % 2 == 1) ? unknownFirst : act.applyAsDouble(noAccount);
			if (i >= WARM_UP) {
				difference.add(known, unknown);
			}
		}
		logger.info("{}: {} pairs, known - unknown: {} to {} ms", what, difference.pairs(), difference.lower(),
				difference.upper());
		assertThat(difference.lower()).isGreaterThan(-BOUND);
		assertThat(difference.upper()).isLessThan(BOUND);
	}

	/**
	 * Creates several accounts at a time, because work that a registration leaves behind
	 * would slow down the next measurement.
	 */
	private String account(int number) {
		if (number == this.known.size()) {
			for (int i = 0; i < WARM_UP; i++) {
				String email = Client.anEmail();
				assertThat(this.client.register(email).status()).isEqualTo(201);
				this.known.add(email);
			}
		}
		return this.known.get(number);
	}

}
