package dev.rollcall.local.demo;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The mails that a person has got, from the mailbox here, or from Mailpit, which stands
 * in its place among containers.
 */
final class Inbox {

	private static final int NOT_FOUND = 404;

	private final Api api;

	private final String url;

	Inbox(Api api, String url) {
		this.api = api;
		this.url = url;
	}

	/** The newest to an address; null if there is none yet. */
	@Nullable Mail newest(String address) throws IOException, InterruptedException {
		String encoded = URLEncoder.encode(address, StandardCharsets.UTF_8);
		Api.Answer own = this.api.get(this.url + "/api/messages?to=" + encoded);
		if (own.status() == NOT_FOUND) {
			return newestOfMailpit(encoded);
		}
		JsonNode mail = own.expect(200).body().path(0);
		return mail.isMissingNode() ? null : new Mail(mail.path("subject").asText(), mail.path("text").asText());
	}

	private @Nullable Mail newestOfMailpit(String encoded) throws IOException, InterruptedException {
		JsonNode found = this.api.get(this.url + "/api/v1/search?query=to%3A" + encoded)
			.expect(200)
			.body()
			.path("messages")
			.path(0);
		if (found.isMissingNode()) {
			return null;
		}
		JsonNode mail = this.api.get(this.url + "/api/v1/message/" + found.path("ID").asText()).expect(200).body();
		return new Mail(mail.path("Subject").asText(), mail.path("Text").asText());
	}

	/**
	 * What a person reads.
	 *
	 * @param subject the subject
	 * @param text the text
	 */
	record Mail(String subject, String text) {

	}

}
