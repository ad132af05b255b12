package dev.rollcall.session.request;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field's name; {@code body} when the body cannot be read
 * @param code required, too-long, invalid, unknown or malformed
 * @param message the same for a person; never the value
 */
public record FieldError(String field, String code, String message) {

	/**
	 * Tells of a missing field.
	 * @param field the field's name
	 * @return the error
	 */
	public static FieldError required(String field) {
		return new FieldError(field, "required", "This field is required.");
	}

	/**
	 * Tells of an over-long field.
	 * @param field the field's name
	 * @param limit how many characters it may have
	 * @return the error
	 */
	public static FieldError tooLong(String field, int limit) {
		return new FieldError(field, "too-long", "At most %d characters are taken.".formatted(limit));
	}

	/**
	 * Tells of a field whose value cannot be.
	 * @param field the field's name
	 * @param message what it should be
	 * @return the error
	 */
	public static FieldError invalid(String field, String message) {
		return new FieldError(field, "invalid", message);
	}

}
