package dev.rollcall.registration.credential;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.ibm.icu.text.Normalizer2;
import dev.rollcall.registration.breach.BreachedPasswords;
import dev.rollcall.schemas.OpaqueString;
import dev.rollcall.throttle.HashingCapacity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The password policy: 8 to 128 code points of the normal form, no composition rules, not
 * guessable, also without the e-mail address, the display name and the product's name,
 * and not known from a breach.
 */
@Component
public final class PasswordPolicy {

	private static final int LEAST = 8;

	private static final int MOST = 128;

	/** Shorter names and local parts may appear. */
	private static final int MIN_WORD = 4;

	private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

	private final String productName;

	private final GuessEstimate estimate;

	private final BreachedPasswords breached;

	private final HashingCapacity capacity;

	PasswordPolicy(CredentialProperties properties, GuessEstimate estimate, BreachedPasswords breached,
			HashingCapacity capacity) {
		this.productName = folded(properties.productName());
		this.estimate = estimate;
		this.breached = breached;
		this.capacity = capacity;
	}

	/**
	 * Checks a password, off the event loop.
	 * @return the fault, or empty; fails with
	 * {@link java.util.concurrent.RejectedExecutionException} if the processors cannot
	 * keep up
	 */
	public Mono<PasswordFault> check(Password typed, @Nullable String email, @Nullable String displayName) {
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
		return this.capacity
			.<PasswordFault>run(() -> weak(password, known(email, displayName)) ? PasswordFault.WEAK : null)
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

	/** The longest first, because an address contains its local part. */
	private List<String> known(@Nullable String email, @Nullable String displayName) {
		String address = (email != null) ? folded(email) : "";
		String name = (displayName != null) ? folded(displayName) : "";
		return Stream
			.concat(Stream.of(address, address.substring(0, Math.max(address.lastIndexOf('@'), 0)), name,
					this.productName), Stream.of(name.split(" ")))
			.filter((word) -> word.length() >= MIN_WORD || word.equals(this.productName))
			.distinct()
			.sorted(Comparator.comparing(String::length).reversed())
			.toList();
	}

	private static String folded(String text) {
		return FOLD.normalize(text);
	}

}
