package dev.rollcall.registration.credential;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.rollcall.schemas.OpaqueString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.stereotype.Component;

/**
 * The password policy: 8 to 128 code points of the normal form, no composition rules, not
 * guessable, without the e-mail address and the product's name.
 */
@Component
public final class PasswordPolicy {

	private static final int LEAST = 8;

	private static final int MOST = 128;

	private static final int MIN_LOCAL_PART = 4;

	private final String productName;

	private final GuessEstimate estimate;

	private final Scheduler scheduler;

	PasswordPolicy(CredentialProperties properties, GuessEstimate estimate, Scheduler passwordScheduler) {
		this.productName = folded(properties.productName());
		this.estimate = estimate;
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
		return Mono.fromCallable(() -> weak(password, forbidden(email)) ? PasswordFault.WEAK : null)
			.subscribeOn(this.scheduler);
	}

	private boolean weak(Password password, List<String> forbidden) {
		String folded = folded(password.value());
		return forbidden.stream().anyMatch(folded::contains) || this.estimate.guessable(password, forbidden);
	}

	private List<String> forbidden(@Nullable String email) {
		List<String> words = new ArrayList<>(List.of(this.productName));
		if (email != null) {
			words.add(folded(email));
			String localPart = folded(email.substring(0, Math.max(email.lastIndexOf('@'), 0)));
			if (localPart.length() >= MIN_LOCAL_PART) {
				words.add(localPart);
			}
		}
		return words;
	}

	private static String folded(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
	}

}
