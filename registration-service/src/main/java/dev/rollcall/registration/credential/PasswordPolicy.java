package dev.rollcall.registration.credential;

import java.util.ArrayList;
import java.util.List;

import com.ibm.icu.text.Normalizer2;
import dev.rollcall.registration.breach.BreachedPasswords;
import dev.rollcall.schemas.OpaqueString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.stereotype.Component;

/**
 * The password policy: 8 to 128 code points of the normal form, no composition rules, not
 * guessable, also without the e-mail address and the product's name, and not known from a
 * breach.
 */
@Component
public final class PasswordPolicy {

	private static final int LEAST = 8;

	private static final int MOST = 128;

	private static final int MIN_LOCAL_PART = 4;

	private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

	private final String productName;

	private final GuessEstimate estimate;

	private final BreachedPasswords breached;

	private final Scheduler scheduler;

	PasswordPolicy(CredentialProperties properties, GuessEstimate estimate, BreachedPasswords breached,
			Scheduler passwordScheduler) {
		this.productName = folded(properties.productName());
		this.estimate = estimate;
		this.breached = breached;
		this.scheduler = passwordScheduler;
	}

	/**
	 * Checks a password, off the event loop.
	 * @return the fault, or empty; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the queue is full
	 */
	public Mono<PasswordFault> check(Password typed, @Nullable String email) {
		Password password = typed.normal();
		if (!OpaqueString.isAllowed(password.value())) {
			return Mono.just(PasswordFault.DISALLOWED);
		}
		if (password.length() < LEAST) {
			return Mono.just(PasswordFault.TOO_SHORT);
		}
		if (password.length() > MOST) {
			return Mono.just(PasswordFault.TOO_LONG);
		}
		return Mono.fromCallable(() -> weak(password, known(email)) ? PasswordFault.WEAK : null)
			.subscribeOn(this.scheduler)
			.switchIfEmpty(Mono.defer(() -> this.breached.contain(password.value()))
				.filter(Boolean::booleanValue)
				.map((breached) -> PasswordFault.BREACHED));
	}

	/** What is publicly known adds nothing to a password: the rest alone must do. */
	private boolean weak(Password password, List<String> known) {
		String folded = folded(password.value());
		String rest = folded;
		for (String word : known) {
			rest = rest.replace(word, "");
		}
		return this.estimate.guessable(password, known)
				|| (!rest.equals(folded) && this.estimate.guessable(new Password(rest.strip()), known));
	}

	/** An address comes before its local part, which it contains. */
	private List<String> known(@Nullable String email) {
		List<String> words = new ArrayList<>();
		if (email != null) {
			words.add(folded(email));
			String localPart = folded(email.substring(0, Math.max(email.lastIndexOf('@'), 0)));
			if (localPart.length() >= MIN_LOCAL_PART) {
				words.add(localPart);
			}
		}
		words.add(this.productName);
		return words;
	}

	private static String folded(String text) {
		return FOLD.normalize(text);
	}

}
