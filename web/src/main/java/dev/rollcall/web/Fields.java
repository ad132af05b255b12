package dev.rollcall.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object, or query parameters, into typed values and collects
 * all errors, so that a client learns about all of them at once. {@link #check()} refuses
 * every field that was not read.
 */
public final class Fields {

	private static final int MAX_UNKNOWN = 16;

	private static final int MAX_NAME = 64;

	private final JsonNode object;

	private final Set<String> read = new HashSet<>();

	private final List<FieldError> errors = new ArrayList<>();

	/**
	 * Starts to read a body.
	 * @throws InvalidRequest if it is not a JSON object
	 */
	public Fields(JsonNode body) {
		if (!body.isObject()) {
			throw new InvalidRequest("body", "invalid", "A JSON object is expected");
		}
		this.object = body;
	}

	/**
	 * Starts to read query parameters. A repeated parameter is refused.
	 */
	public static Fields ofQuery(Map<String, List<String>> parameters) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		parameters.forEach((name, values) -> {
			if (values.size() == 1) {
				object.put(name, (values.get(0) != null) ? values.get(0) : "");
			}
			else {
				object.putArray(name);
			}
		});
		return new Fields(object);
	}

	/**
	 * Reads a text that must be present.
	 * @param max the maximum number of characters (code points)
	 * @param reader creates the value; throws {@link IllegalArgumentException} with a
	 * message for the client
	 */
	public <T> Field<T> required(String name, int max, Function<String, T> reader) {
		if (isAbsent(name)) {
			refuse(name, "required", "This field is required");
			return new Field<>(null);
		}
		return new Field<>(optional(name, max, reader));
	}

	/**
	 * Reads a text that may be missing or null.
	 * @param max the maximum number of characters (code points)
	 * @param reader creates the value; throws {@link IllegalArgumentException} with a
	 * message for the client
	 * @return null if the field is absent or refused
	 */
	public <T> @Nullable T optional(String name, int max, Function<String, T> reader) {
		return isAbsent(name) ? null : text(name, this.object.get(name), max, reader);
	}

	/**
	 * Reads a list of texts that must be present.
	 * @param maxTexts the maximum number of texts
	 * @param max the maximum number of characters (code points) of each
	 * @param reader creates a value; throws {@link IllegalArgumentException} with a
	 * message for the client
	 * @return without the refused ones
	 */
	public <T> List<T> texts(String name, int maxTexts, int max, Function<String, T> reader) {
		this.read.add(name);
		JsonNode array = this.object.get(name);
		if (array == null || !array.isArray() || array.size() > maxTexts) {
			refuse(name, "invalid", "A list of at most " + maxTexts + " texts is expected");
			return List.of();
		}
		return array.valueStream().map((text) -> text(name, text, max, reader)).filter(Objects::nonNull).toList();
	}

	/**
	 * Reads true or false.
	 * @return null if the field is absent or refused
	 */
	public @Nullable Boolean flag(String name) {
		if (isAbsent(name)) {
			return null;
		}
		JsonNode value = this.object.get(name);
		if (!value.isBoolean()) {
			refuse(name, "invalid", "true or false is expected");
			return null;
		}
		return value.booleanValue();
	}

	/**
	 * Reads a JSON object that must be present. The caller reads its fields.
	 */
	public Field<JsonNode> object(String name) {
		if (isAbsent(name)) {
			refuse(name, "required", "This field is required");
			return new Field<>(null);
		}
		JsonNode value = this.object.get(name);
		if (!value.isObject()) {
			refuse(name, "invalid", "A JSON object is expected");
			return new Field<>(null);
		}
		return new Field<>(value);
	}

	/**
	 * A reader of texts that refuses the empty text.
	 */
	public static String notEmpty(String text) {
		if (text.isEmpty()) {
			throw new IllegalArgumentException("Must have at least one character");
		}
		return text;
	}

	/**
	 * A reader of texts that are stored or published: one line, without control
	 * characters.
	 */
	public static String line(String text) {
		if (text.codePoints().anyMatch(Fields::breaksLine)) {
			throw new IllegalArgumentException("Must be one line without control characters");
		}
		return text;
	}

	private static boolean breaksLine(int character) {
		int type = Character.getType(character);
		return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
	}

	/**
	 * Adds an error.
	 */
	public void refuse(String name, String code, String message) {
		this.errors.add(new FieldError(name, code, message));
	}

	/**
	 * Refuses the fields that were not read, and ends the reading.
	 * @throws InvalidRequest if there is any error
	 */
	public void check() {
		List<FieldError> all = new ArrayList<>(unknown());
		all.addAll(this.errors);
		if (!all.isEmpty()) {
			throw new InvalidRequest(all);
		}
	}

	private List<FieldError> unknown() {
		return this.object.propertyNames()
			.stream()
			.filter((name) -> !this.read.contains(name))
			.limit(MAX_UNKNOWN)
			.map((name) -> new FieldError(shown(name), "unknown", "There is no such field"))
			.toList();
	}

	/** Never cuts a surrogate pair: half of one has no encoding. */
	private static String shown(String name) {
		return name.codePoints()
			.limit(MAX_NAME)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private <T> @Nullable T text(String name, JsonNode value, int max, Function<String, T> reader) {
		if (!value.isString() || !isWellFormed(value.stringValue())) {
			refuse(name, "invalid", "A text is expected");
			return null;
		}
		String text = value.stringValue();
		if (text.codePointCount(0, text.length()) > max) {
			refuse(name, "too-long", "At most " + max + " characters");
			return null;
		}
		try {
			return reader.apply(text);
		}
		catch (IllegalArgumentException ex) {
			refuse(name, "invalid", String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private boolean isAbsent(String name) {
		this.read.add(name);
		return !this.object.hasNonNull(name);
	}

	/**
	 * Half a surrogate pair has no UTF-8 form; encoding would replace it with a question
	 * mark.
	 */
	private static boolean isWellFormed(String value) {
		return value.codePoints().noneMatch((point) -> Character.getType(point) == Character.SURROGATE);
	}

	/**
	 * The value of a required field.
	 *
	 * @param value null if the field was refused
	 */
	public record Field<T>(@Nullable T value) {

		/**
		 * Returns the value; to be called after {@link Fields#check()}.
		 */
		public T get() {
			return Objects.requireNonNull(this.value, "The fields were not checked");
		}

	}

}
