package dev.rollcall.pages.api;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * The answer to a call of the REST API.
 *
 * @param body an empty object if the answer has no body
 */
public record Answer(int status, JsonNode body) {

	/** Whether the call succeeded. */
	public boolean isSuccess() {
		return this.status < 300;
	}

	/** Returns success if the resource to be deleted did not exist. */
	public Answer orGone() {
		return (this.status == HttpStatus.NOT_FOUND.value()) ? empty(HttpStatus.NO_CONTENT.value()) : this;
	}

	/** Whether the call requires a valid access token and had none. */
	public boolean isSignedOut() {
		return "unauthorized".equals(problem());
	}

	/**
	 * Returns the name of the problem, such as {@code email-taken}; {@code unavailable}
	 * if the answer is no success and no problem.
	 */
	public @Nullable String problem() {
		if (isSuccess()) {
			return null;
		}
		String type = this.body.path("type").asString("");
		String name = type.substring(type.lastIndexOf('/') + 1);
		return name.isEmpty() ? "unavailable" : name;
	}

	/** Returns the fields that were refused, with the reasons. */
	public List<Refusal> refusals() {
		return this.body.path("errors")
			.valueStream()
			.map((error) -> new Refusal(error.path("field").asString(""), error.path("code").asString(""),
					error.path("message").asString("")))
			.toList();
	}

	/** Returns the answer of a service that does not answer. */
	public static Answer unavailable() {
		return empty(HttpStatus.SERVICE_UNAVAILABLE.value());
	}

	static Answer empty(int status) {
		return new Answer(status, JsonMapper.shared().createObjectNode());
	}

	/**
	 * A field that was refused.
	 *
	 * @param message the reason in English, for codes without a translation
	 */
	public record Refusal(String field, String code, String message) {
	}

}
