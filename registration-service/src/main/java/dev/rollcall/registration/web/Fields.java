package dev.rollcall.registration.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a JSON object into typed values and collects all that is wrong, so
 * that a client learns everything at once. Fields that nobody asked for are refused.
 */
public final class Fields {

	private static final int MOST_UNKNOWN = 16;

	private static final int MOST_NAME = 64;

	private final JsonNode body;

	private final List<FieldError> errors = new ArrayList<>();

	/**
	 * Starts to read.
	 * @param body the body
	 * @param known the names that are taken
	 */
	public Fields(JsonNode body, Set<String> known) {
		this.body = body;
		if (!body.isObject()) {
			throw new InvalidRequest(List.of(new FieldError("body", "invalid", "A JSON object is expected")));
		}
		body.propertyNames()
			.stream()
			.filter((name) -> !known.contains(name))
			.limit(MOST_UNKNOWN)
			.forEach((name) -> refuse(name.substring(0, Math.min(name.length(), MOST_NAME)), "unknown",
					"There is no such field"));
	}

	/**
	 * Reads a text that must be there.
	 * @param <T> the value's type
	 * @param name the field's name
	 * @param most the most characters (code points)
	 * @param reader makes the value; throws {@link IllegalArgumentException} with a
	 * message for the client
	 * @return the value, or null if it was refused
	 */
	public <T> @Nullable T required(String name, int most, Function<String, T> reader) {
		if (absent(name)) {
			refuse(name, "required", "This field is required");
			return null;
		}
		return optional(name, most, reader);
	}

	/**
	 * Reads a text that may be missing or null.
	 * @param <T> the value's type
	 * @param name the field's name
	 * @param most the most characters (code points)
	 * @param reader makes the value; throws {@link IllegalArgumentException} with a
	 * message for the client
	 * @return the value, or null if it is absent or was refused
	 */
	public <T> @Nullable T optional(String name, int most, Function<String, T> reader) {
		if (absent(name)) {
			return null;
		}
		JsonNode value = this.body.get(name);
		if (!value.isString() || !wellFormed(value.stringValue())) {
			refuse(name, "invalid", "A text is expected");
			return null;
		}
		return read(name, value.stringValue(), most, reader);
	}

	/**
	 * Reads texts that must be there.
	 * @param name the field's name
	 * @param mostTexts the most texts
	 * @param most the most characters (code points) of each
	 * @param reader checks a text; throws {@link IllegalArgumentException} with a message
	 * for the client
	 * @return the texts; empty if they were refused
	 */
	public List<String> texts(String name, int mostTexts, int most, UnaryOperator<String> reader) {
		JsonNode array = this.body.get(name);
		if (array == null || !array.isArray() || array.size() > mostTexts) {
			refuse(name, "invalid", "A list of at most " + mostTexts + " texts is expected");
			return List.of();
		}
		List<String> texts = new ArrayList<>();
		for (JsonNode element : array) {
			if (!element.isString() || !wellFormed(element.stringValue())) {
				refuse(name, "invalid", "A text is expected");
				return List.of();
			}
			String text = read(name, element.stringValue(), most, reader);
			if (text != null) {
				texts.add(text);
			}
		}
		return texts;
	}

	/**
	 * Reads a truth value that may be missing or null.
	 * @param name the field's name
	 * @return whether it is true
	 */
	public boolean flag(String name) {
		JsonNode value = this.body.get(name);
		if (value == null || value.isNull()) {
			return false;
		}
		if (!value.isBoolean()) {
			refuse(name, "invalid", "true or false is expected");
		}
		return value.isBoolean() && value.booleanValue();
	}

	/**
	 * Adds an error.
	 * @param name the field's name
	 * @param code the code
	 * @param message for a person
	 */
	public void refuse(String name, String code, String message) {
		this.errors.add(new FieldError(name, code, message));
	}

	/**
	 * Ends the reading.
	 * @throws InvalidRequest if anything was refused
	 */
	public void check() {
		if (!this.errors.isEmpty()) {
			throw new InvalidRequest(this.errors);
		}
	}

	private <T> @Nullable T read(String name, String value, int most, Function<String, T> reader) {
		if (value.codePointCount(0, value.length()) > most) {
			refuse(name, "too-long", "At most " + most + " characters");
			return null;
		}
		try {
			return reader.apply(value);
		}
		catch (IllegalArgumentException ex) {
			refuse(name, "invalid", String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private boolean absent(String name) {
		return !this.body.hasNonNull(name);
	}

	/**
	 * Half a surrogate pair has no UTF-8; encoding would turn it into a question mark.
	 */
	private static boolean wellFormed(String value) {
		return value.codePoints().noneMatch((point) -> Character.getType(point) == Character.SURROGATE);
	}

}
