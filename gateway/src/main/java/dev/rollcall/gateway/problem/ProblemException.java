package dev.rollcall.gateway.problem;

import java.util.Map;

/**
 * Ends a request with a problem. It is an answer, not a failure, so it carries no stack
 * trace.
 */
public final class ProblemException extends RuntimeException {

	private final Problem problem;

	private final Map<String, String> headers;

	public ProblemException(Problem problem) {
		this(problem, Map.of());
	}

	public ProblemException(Problem problem, Map<String, String> headers) {
		super(problem.name(), null, false, false);
		this.problem = problem;
		this.headers = headers;
	}

	public Problem problem() {
		return this.problem;
	}

	Map<String, String> headers() {
		return this.headers;
	}

}
