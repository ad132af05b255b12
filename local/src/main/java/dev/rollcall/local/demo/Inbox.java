package dev.rollcall.local.demo;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.local.http.JsonClient;
import org.jspecify.annotations.Nullable;

/**
 * Reads received mails from the embedded mailbox, or from Mailpit, which replaces it in
 * containers.
 */
final class Inbox {

	private static final int NOT_FOUND = 404;

	private final JsonClient http;

	private final String url;

	Inbox(JsonClient http, String url) {
		this.http = http;
		this.url = url;
	}

	/** Returns the newest mail to an address; null if there is none yet. */
	@Nullable Mail newest(String address) throws IOException {
		String encoded = URLEncoder.encode(address, StandardCharsets.UTF_8);
		JsonClient.Response embedded = this.http.get(this.url + "/api/messages?to=" + encoded);
		if (embedded.status() == NOT_FOUND) {
			return newestOfMailpit(encoded);
		}
		JsonNode mail = embedded.expect(200).json().path(0);
		return mail.isMissingNode() ? null : new Mail(mail.path("subject").asText(), mail.path("text").asText());
	}

	private @Nullable Mail newestOfMailpit(String encoded) throws IOException {
		JsonNode found = this.http.get(this.url + "/api/v1/search?query=to%3A" + encoded)
			.expect(200)
			.json()
			.at("/messages/0");
		if (found.isMissingNode()) {
			return null;
		}
		JsonNode mail = this.http.get(this.url + "/api/v1/message/" + found.path("ID").asText()).expect(200).json();
		return new Mail(mail.path("Subject").asText(), mail.path("Text").asText());
	}

	/**
	 * A received mail.
	 */
	record Mail(String subject, String text) {

	}

}
