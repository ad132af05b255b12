package dev.rollcall.benchmark.load;

/**
 * A response. The body is text.
 */
public record Response(int status, String body) {

	/**
	 * Returns a text field of a flat JSON body, without parsing the whole body.
	 * @throws IllegalStateException if there is no such field
	 */
	public String field(String name) {
		String start = "\"" + name + "\":\"";
		int from = this.body.indexOf(start);
		if (from < 0) {
			throw new IllegalStateException("No field %s in a response with status %d".formatted(name, this.status));
		}
		return this.body.substring(from + start.length(), this.body.indexOf('"', from + start.length()));
	}

}
