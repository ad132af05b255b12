package dev.rollcall.benchmark.load;

import java.util.List;
import java.util.function.Function;

/**
 * Refreshes: each connection exchanges its newest refresh token for the next one.
 */
public final class TokenChain implements Operation {

	private static final int OK = 200;

	private final String[] tokens;

	private final Function<String, Request> request;

	private final String field;

	/**
	 * Creates the operation.
	 * @param tokens a first token for each connection
	 * @param field the field of a response with the next token
	 */
	public TokenChain(List<String> tokens, Function<String, Request> request, String field) {
		this.tokens = tokens.toArray(String[]::new);
		this.request = request;
		this.field = field;
	}

	@Override
	public Request next(int connection) {
		return this.request.apply(this.tokens[connection]);
	}

	@Override
	public boolean complete(int connection, Response response) {
		if (response.status() != OK) {
			return false;
		}
		this.tokens[connection] = response.field(this.field);
		return true;
	}

}
