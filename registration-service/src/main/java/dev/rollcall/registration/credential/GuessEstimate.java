package dev.rollcall.registration.credential;

import java.util.List;

import com.nulabinc.zxcvbn.Zxcvbn;

/**
 * Estimates with zxcvbn how many guesses a password withstands. A score under 3 (fewer
 * than 10^8 guesses) is refused: an attacker who has the slow hashes could try that many.
 * <p>
 * The running time of zxcvbn grows with the length and, exponentially, with the number of
 * distinct characters that substitute letters (4 and @ for a ...). So it gets the first
 * characters only, which can only lower the estimate, and one character of each group
 * replaces the others if there are many.
 */
final class GuessEstimate {

	static final int SEEN = 64;

	private static final int MIN_SCORE = 3;

	private static final int MAX_SUBSTITUTES = 8;

	private static final String SUBSTITUTES = "4@8({[<3691!|70$5+%2";

	private static final String REPLACED = "@{[<!|$+";

	private static final String REPLACEMENTS = "4(((1157";

	private final Zxcvbn zxcvbn = new Zxcvbn();

	boolean guessable(Password password, List<String> known) {
		return this.zxcvbn.measure(seen(password.value()), known).getScore() < MIN_SCORE;
	}

	static String seen(String password) {
		String seen = (password.length() > SEEN) ? password.substring(0, SEEN) : password;
		long substitutes = seen.chars().distinct().filter((character) -> SUBSTITUTES.indexOf(character) >= 0).count();
		return (substitutes > MAX_SUBSTITUTES) ? plain(seen) : seen;
	}

	private static String plain(String seen) {
		StringBuilder plain = new StringBuilder(seen);
		for (int i = 0; i < seen.length(); i++) {
			int replaced = REPLACED.indexOf(seen.charAt(i));
			if (replaced >= 0) {
				plain.setCharAt(i, REPLACEMENTS.charAt(replaced));
			}
		}
		return plain.toString();
	}

}
