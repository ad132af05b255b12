package dev.rollcall.session.key;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Describes which secret prevents the start.
 */
final class UnusableKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableKey> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableKey cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Put a Tink keyset in JSON into a file of that name in the directory that ROLLCALL_SECRETS names.",
				cause);
	}

}
