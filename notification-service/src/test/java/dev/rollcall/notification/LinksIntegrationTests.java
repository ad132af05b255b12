package dev.rollcall.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.event.Origin;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.ResetPurpose;
import dev.rollcall.event.VerificationPurpose;
import dev.rollcall.event.VerificationRequested;
import dev.rollcall.schemas.Topic;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mails with links, mails about sessions, preferences, and deleted users.
 */
@NotificationServiceTest
class LinksIntegrationTests {

	private static final String PREFERENCES = "/api/v1/notifications/preferences";

	private final UserEvents events = new UserEvents();

	private final Store store = new Store("notification");

	private final Mailbox mailbox = new Mailbox();

	@LocalServerPort
	private int port;

	@AfterEach
	void close() {
		this.events.close();
		this.store.close();
	}

	@Test
	void linkIsInTheMailAndNowhereElse() {
		Newcomer user = Newcomer.any();
		String token = "secret-" + UUID.randomUUID();
		this.events.publish(Topic.NOTIFICATION_REQUESTS, user.verificationRequested(token));
		Mailbox.Message mail = this.mailbox.await(user);
		assertThat(mail.subject()).isEqualTo("Confirm your address");
		assertThat(mail.text()).contains("http://127.0.0.1:8080/verify-email?token=" + token);
		for (String collection : new String[] { "due", "done", "inboxes" }) {
			assertThat(this.store.find(collection, new Document()).toString()).doesNotContain(token);
		}
	}

	@Test
	void newAddressGetsALinkToThePageThatVerifiesUnlessAnotherIsSet() {
		Newcomer user = Newcomer.any();
		this.events.publish(Topic.NOTIFICATION_REQUESTS,
				VerificationRequested.newBuilder(user.verificationRequested("wanted"))
					.setPurpose(VerificationPurpose.EMAIL_CHANGE)
					.build());
		assertThat(this.mailbox.await(user).text()).contains("http://127.0.0.1:8080/verify-email?token=wanted");
	}

	@Test
	void ownerOfATakenAddressGetsARecoveryLink() {
		Newcomer user = Newcomer.any();
		this.events.publish(Topic.NOTIFICATION_REQUESTS,
				PasswordResetRequested.newBuilder(user.passwordResetRequested("attempted"))
					.setPurpose(ResetPurpose.REGISTRATION_ATTEMPTED)
					.build());
		Mailbox.Message mail = this.mailbox.await(user);
		assertThat(mail.subject()).isEqualTo("You already have an account");
		assertThat(mail.text()).contains("http://127.0.0.1:8080/reset-password?token=attempted");
	}

	@Test
	void linkThatWasSealedForAnotherUserIsNotSent() {
		Newcomer user = Newcomer.any();
		Newcomer other = Newcomer.any();
		this.events.publish(Topic.NOTIFICATION_REQUESTS, user.passwordResetRequested("first"));
		PasswordResetRequested foreign = PasswordResetRequested.newBuilder(other.passwordResetRequested("second"))
			.setUserId(user.userId())
			.build();
		this.events.publish(Topic.NOTIFICATION_REQUESTS, foreign);
		assertThat(this.mailbox.await(user).text()).contains("/reset-password?token=first");
		this.store.await("done", new Document("reason", "link-unreadable"), 1);
	}

	@Test
	void requestedChangeOfAddressIsMailedToTheCurrentOne() {
		Newcomer user = Newcomer.any();
		this.events.publish(Topic.NOTIFICATION_REQUESTS, user.emailChangeRequested());
		Mailbox.Message mail = this.mailbox.await(user);
		assertThat(mail.subject()).isEqualTo("A new address was requested");
		assertThat(mail.text()).contains("Hello Ada").doesNotContain("token=");
		put(user, Map.of("email", Map.of("email-change-requested", false))).expectStatus().isBadRequest();
	}

	@Test
	void recoveryByTheOwnerOfAnUnverifiedAddressErasesEarlierPreferences() {
		Newcomer user = Newcomer.any();
		Instant before = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
		put(user, Map.of("email", Map.of("welcome", false))).expectStatus().isOk();
		Document preferences = new Document("_id", user.userId().toString());
		this.events.publish(user.recovered(before));
		this.mailbox.await(user);
		assertThat(this.store.find("preferences", preferences)).hasSize(1);
		this.events.publish(user.recovered(before.plusSeconds(120)));
		this.store.await("preferences", preferences, 0);
	}

	@Test
	void signInOnANewDeviceIsMailedToTheAddressInTheLog() {
		Newcomer user = Newcomer.any();
		this.events.publish(Topic.SESSION_EVENTS, user.signedIn(true));
		this.events.publish(user.verified());
		this.mailbox.await(user);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.mailbox.to(user)).hasSize(2));
	}

	@Test
	void kindThatIsSwitchedOffIsSuppressed() {
		Newcomer user = Newcomer.any();
		put(user, Map.of("email", Map.of("welcome", false))).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.email.welcome")
			.isEqualTo(false)
			.jsonPath("$.email.length()")
			.isEqualTo(1);
		this.events.publish(user.verified());
		this.store.await("inboxes", new Document("_id", user.userId().toString()), 1);
		this.store.await("due", new Document("userId", user.userId().toString()), 0);
		assertThat(this.mailbox.to(user)).isEmpty();
		assertThat(this.store.find("done", new Document("outcome", "suppressed"))).isNotEmpty();
		for (String kind : List.of("password-reset", "password-changed", "new-device", "account-locked",
				"email-changed", "roles-changed")) {
			put(user, Map.of("email", Map.of(kind, false))).expectStatus().isBadRequest();
		}
		put(user, Map.of("sms", Map.of())).expectStatus().isBadRequest();
	}

	@Test
	void securityMailsThatWereSwitchedOffAreSentNow() {
		Newcomer user = Newcomer.any();
		this.store.insert("preferences",
				new Document("_id", user.userId().toString()).append("off", List.of("new-device", "password-changed")));
		this.events.publish(Topic.SESSION_EVENTS, user.signedIn(true));
		this.events.publish(user.passwordChanged());
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.mailbox.to(user)).extracting(Mailbox.Message::subject)
				.containsExactlyInAnyOrder("A sign-in on a new device", "Your password was changed"));
	}

	@Test
	void nameIsInNoMailToAnAddressThatIsNotVerified() {
		Newcomer user = Newcomer.any();
		this.events.publish(user.registered(Origin.SELF));
		this.events.publish(Topic.NOTIFICATION_REQUESTS, user.verificationRequested("link"));
		this.events.publish(Topic.SESSION_EVENTS, user.signedIn(true));
		this.events.publish(user.passwordChanged());
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.mailbox.to(user)).hasSize(3));
		assertThat(this.mailbox.to(user)).extracting(Mailbox.Message::text)
			.allSatisfy((text) -> assertThat(text).startsWith("Hello,").doesNotContain("Ada"));
	}

	@Test
	void notificationIsReadOnceAndOnlyByItsUser() {
		Newcomer user = Newcomer.any();
		this.events.publish(user.verified());
		Document inbox = this.store.await("inboxes", new Document("_id", user.userId().toString()), 1).get(0);
		String id = inbox.getList("notifications", Document.class).get(0).getString("notificationId");
		read(id, user).expectStatus().isNoContent();
		Document first = this.store.find("inboxes", new Document("_id", user.userId().toString())).get(0);
		read(id, user).expectStatus().isNoContent();
		assertThat(this.store.find("inboxes", new Document("_id", user.userId().toString())).get(0)).isEqualTo(first);
		assertThat(first.getList("notifications", Document.class).get(0).getDate("readAt")).isNotNull();
		read(id, Newcomer.any()).expectStatus().isNotFound();
		read("f".repeat(32), user).expectStatus().isNotFound();
		read("x", user).expectStatus().isNotFound();
	}

	@Test
	void streamSendsNewNotifications() {
		Newcomer user = Newcomer.any();
		var stream = client().get()
			.uri("/api/v1/notifications/stream")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(user.userId().toString())))
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {
			})
			.getResponseBody();
		ServerSentEvent<Map<String, Object>> notification = stream.doOnNext((event) -> {
			if (event.data() == null) {
				this.events.publish(user.verified());
			}
		}).filter((event) -> event.data() != null).blockFirst(Duration.ofSeconds(30));
		assertThat(notification).isNotNull();
		assertThat(notification.event()).isEqualTo("notification");
		assertThat(notification.data()).containsEntry("kind", "welcome");
	}

	@Test
	void dataOfADeletedUserIsErased() {
		Newcomer user = Newcomer.any();
		this.events.publish(user.verified());
		this.mailbox.await(user);
		this.events.publish(user.deleted());
		this.store.await("inboxes", new Document("_id", user.userId().toString()).append("deleted", true), 1);
		this.events.publish(Topic.SESSION_EVENTS, user.signedIn(true));
		this.store.await("done", new Document("reason", "user-deleted"), 1);
		assertThat(this.store.find("inboxes", new Document("_id", user.userId().toString())).toString())
			.doesNotContain("new-device");
		assertThat(this.mailbox.to(user)).hasSize(1);
	}

	@Test
	void noticeOfTheDeletionIsMailedAlthoughTheUserIsErased() {
		Newcomer user = Newcomer.any();
		this.events.publish(user.deleted());
		this.store.await("inboxes", new Document("_id", user.userId().toString()).append("deleted", true), 1);
		this.events.publish(Topic.NOTIFICATION_REQUESTS, user.deletionNotice());
		assertThat(this.mailbox.await(user).subject()).isEqualTo("Your account was deleted");
		this.store.await("due", new Document("userId", user.userId().toString()), 0);
	}

	private WebTestClient.ResponseSpec put(Newcomer user, Map<String, ?> body) {
		return client().put()
			.uri(PREFERENCES)
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(user.userId().toString())))
			.bodyValue(body)
			.exchange();
	}

	private WebTestClient.ResponseSpec read(String id, Newcomer user) {
		return client().post()
			.uri("/api/v1/notifications/" + id + "/read")
			.headers((headers) -> headers.setBearerAuth(Platform.TOKENS.of(user.userId().toString())))
			.exchange();
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(40))
			.build();
	}

}
