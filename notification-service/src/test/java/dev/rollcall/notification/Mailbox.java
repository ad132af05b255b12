package dev.rollcall.notification;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What the mail server has taken.
 */
final class Mailbox {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final WebClient client = WebClient.create("http://127.0.0.1:" + Platform.PLATFORM.mailboxPort());

	List<Message> to(Newcomer user) {
		@Nullable List<Message> messages = this.client.get()
			.uri("/api/messages?to={to}", user.email())
			.retrieve()
			.bodyToMono(new ParameterizedTypeReference<List<Message>>() {
			})
			.block(Duration.ofSeconds(10));
		return (messages != null) ? messages : List.of();
	}

	Message await(Newcomer user) {
		return Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> to(user), (messages) -> !messages.isEmpty())
			.get(0);
	}

	/**
	 * A mail.
	 */
	record Message(String messageId, String from, String to, String subject, String text) {

	}

}
