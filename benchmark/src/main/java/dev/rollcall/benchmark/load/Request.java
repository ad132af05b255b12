package dev.rollcall.benchmark.load;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param type the content type of the body
 * @param token an access token, sent as a bearer
 */
public record Request(String method, String path, String type, byte[] body, @Nullable String token) {

	/** Creates a GET request. */
	public static Request get(String path, @Nullable String token) {
		return new Request("GET", path, "", new byte[0], token);
	}

	/** Creates a POST request with a JSON body. */
	public static Request json(String path, String body, @Nullable String token) {
		return new Request("POST", path, "application/json", body.getBytes(StandardCharsets.UTF_8), token);
	}

	/** Creates a POST request with a form. */
	public static Request form(String path, String body) {
		return new Request("POST", path, "application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8),
				null);
	}

}
