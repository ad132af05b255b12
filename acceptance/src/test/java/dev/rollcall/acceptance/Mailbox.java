package dev.rollcall.acceptance;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import static org.awaitility.Awaitility.await;

/**
 * The mails of one address.
 */
public final class Mailbox {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Pattern TOKEN = Pattern.compile("[?]token=([A-Za-z0-9_-]+)");

	private final Client client;

	private final String address;

	/**
	 * Creates a mailbox.
	 * @param mails the mail server's page
	 * @param address the address
	 */
	public Mailbox(URI mails, String address) {
		this.client = new Client(mails);
		this.address = address;
	}

	/**
	 * Waits for a mail and returns the token of its link.
	 * @param subject the mail's subject
	 * @return the token
	 */
	public String token(String subject) {
		return token(subject, 1);
	}

	/** Waits for a number of mails and returns the token of the newest one's link. */
	String token(String subject, int count) {
		Matcher token = TOKEN.matcher(text(subject, count));
		if (token.find()) {
			return token.group(1);
		}
		throw new AssertionError("No link in the mail \"" + subject + "\"");
	}

	/** Waits for a mail and returns its text. */
	String text(String subject) {
		return text(subject, 1);
	}

	private String text(String subject, int count) {
		return await().atMost(TIMEOUT).until(() -> texts(subject), (texts) -> texts.size() >= count).get(0);
	}

	List<String> subjects() {
		List<String> subjects = new ArrayList<>();
		mails().forEach((mail) -> subjects.add(mail.path("subject").asText()));
		return subjects;
	}

	private List<String> texts(String subject) {
		List<String> texts = new ArrayList<>();
		mails().forEach((mail) -> {
			if (mail.path("subject").asText().equals(subject)) {
				texts.add(mail.path("text").asText());
			}
		});
		return texts;
	}

	private JsonNode mails() {
		return this.client.get("/api/messages?to=" + this.address).json();
	}

}
