package dev.rollcall.gateway.problem;

import java.util.Map;

import dev.rollcall.web.Problem;

/** Ends a request with a problem as its response. It needs no stack trace. */
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

	Problem problem() {
		return this.problem;
	}

	Map<String, String> headers() {
		return this.headers;
	}

}
