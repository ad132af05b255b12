package dev.rollcall.registration.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import static org.awaitility.Awaitility.await;

/**
 * Decrypts the links that notification-service would send to a user.
 */
final class Mailbox {

	private Mailbox() {
	}

	/** The token of the newest mail of a kind, once there are this many of that kind. */
	static <T extends SpecificRecord> String token(String user, Class<T> kind, int count) {
		List<T> mails = await().atMost(Duration.ofSeconds(30))
			.until(() -> mails(user, kind), (found) -> found.size() >= count);
		return token(user, mails.get(mails.size() - 1));
	}

	static <T extends SpecificRecord> List<T> mails(String user, Class<T> kind) {
		return Topics.of(Topic.NOTIFICATION_REQUESTS.name(), user)
			.stream()
			.map(ConsumerRecord::value)
			.filter(kind::isInstance)
			.map(kind::cast)
			.toList();
	}

	private static String token(String user, SpecificRecord mail) {
		ByteBuffer sealed = (ByteBuffer) mail.get(mail.getSchema().getField("sealedToken").pos());
		UUID event = (UUID) mail.get(mail.getSchema().getField("eventId").pos());
		byte[] bytes = new byte[sealed.remaining()];
		sealed.duplicate().get(bytes);
		String associated = Topic.NOTIFICATION_REQUESTS.name() + "/" + user + "/" + event;
		try {
			return new String(Platform.notificationAead().decrypt(bytes, associated.getBytes(StandardCharsets.UTF_8)),
					StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
