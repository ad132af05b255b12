package dev.rollcall.registration.key;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains at startup which secret is missing or malformed.
 */
class UnusableKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableKey> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableKey cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Put it into a file of that name in the directory that ROLLCALL_SECRETS names.", cause);
	}

}
