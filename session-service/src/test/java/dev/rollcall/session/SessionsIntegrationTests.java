package dev.rollcall.session;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.rollcall.event.ActorType;
import dev.rollcall.event.AllSessionsEnded;
import dev.rollcall.event.EndReason;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@SessionServiceTest
class SessionsIntegrationTests {

	private static final ExecutorService THREADS = Executors.newFixedThreadPool(20);

	@Autowired
	SessionClient client;

	@AfterAll
	static void endThreads() {
		THREADS.shutdownNow();
	}

	@Test
	void refreshGivesNewTokensAndTheSameAgainWithinTheGrace() {
		SessionClient.Tokens first = this.client.signIn(this.client.registered());

		SessionClient.Tokens second = SessionClient
			.tokens(this.client.refresh(first.refreshToken()).expectStatus().isOk());
		SessionClient.Tokens again = SessionClient
			.tokens(this.client.refresh(first.refreshToken()).expectStatus().isOk());

		assertThat(second.sessionId()).isEqualTo(first.sessionId());
		assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken()).isEqualTo(again.refreshToken());
		this.client.list(second.accessToken()).expectStatus().isOk();
	}

	@Test
	void reusedRefreshTokenEndsTheSession() {
		TestUser user = this.client.registered();
		SessionClient.Tokens first = this.client.signIn(user);
		SessionClient.Tokens second = SessionClient.tokens(this.client.refresh(first.refreshToken()));
		SessionClient.Tokens third = SessionClient.tokens(this.client.refresh(second.refreshToken()));

		this.client.refresh(first.refreshToken())
			.expectStatus()
			.isUnauthorized()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("https://rollcall.dev/problems/invalid-refresh-token");

		this.client.refresh(third.refreshToken()).expectStatus().isUnauthorized();
		assertThat(Log.sessionEvents(user.id(), 4)).last()
			.isInstanceOfSatisfying(SessionEnded.class,
					(ended) -> assertThat(ended.getReason()).isEqualTo(EndReason.REFRESH_TOKEN_REUSED));
	}

	@Test
	void parallelRefreshesGetOneNewToken() {
		SessionClient.Tokens first = this.client.signIn(this.client.registered());

		List<CompletableFuture<String>> refreshes = IntStream.range(0, 20)
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> SessionClient.tokens(this.client.refresh(first.refreshToken()).expectStatus().isOk())
					.refreshToken(), THREADS))
			.toList();

		assertThat(refreshes.stream().map(CompletableFuture::join).distinct()).hasSize(1)
			.doesNotContain(first.refreshToken());
	}

	@Test
	void malformedRefreshTokensAreRefused() {
		SessionClient.Tokens tokens = this.client.signIn(this.client.registered());
		String genuine = tokens.refreshToken();

		for (String forged : new String[] { "x", "A".repeat(103), genuine + "A", genuine.substring(0, 60),
				tokens.accessToken(), (genuine.startsWith("A") ? "B" : "A") + genuine.substring(1) }) {
			this.client.refresh(forged).expectStatus().isUnauthorized();
		}
		this.client.refresh(genuine).expectStatus().isOk();
	}

	@Test
	void sessionsAreListedAndEnded() {
		TestUser user = this.client.registered();
		SessionClient.Tokens phone = this.client.signIn(user);
		SessionClient.Tokens tablet = this.client.signIn(user);

		Map<String, Object> list = SessionClient.json(this.client.list(phone.accessToken()).expectStatus().isOk());

		assertThat(list.get("sessions").toString())
			.contains("sessionId=" + phone.sessionId(), "sessionId=" + tablet.sessionId(), "device=phone",
					"address=127.0.0.1")
			.containsOnlyOnce("current=true");
		end("/" + tablet.sessionId(), phone.accessToken(), 204);
		end("/" + tablet.sessionId(), phone.accessToken(), 204);
		this.client.refresh(tablet.refreshToken()).expectStatus().isUnauthorized();
		end("/current", phone.accessToken(), 204);
		end("/current", phone.accessToken(), 204);
		this.client.refresh(phone.refreshToken()).expectStatus().isUnauthorized();
	}

	@Test
	void allSessionsEndExceptTheCurrentOne() {
		TestUser user = this.client.registered();
		SessionClient.Tokens current = this.client.signIn(user);
		this.client.signIn(user);

		end("?except=current", current.accessToken(), 204);
		assertThat(this.client.sessionIds(current.accessToken())).containsExactly(current.sessionId());
		end("", current.accessToken(), 204);
		assertThat(this.client.sessionIds(current.accessToken())).isEmpty();
		end("?except=other", current.accessToken(), 400);
	}

	@Test
	void endOfAllSessionsIsPublishedEvenIfThereAreNone() {
		TestUser user = this.client.registered();
		SessionClient.Tokens current = this.client.signIn(user);

		end("?except=current", current.accessToken(), 204);
		end("", current.accessToken(), 204);
		end("", current.accessToken(), 204);

		List<SpecificRecord> events = Log.sessionEvents(user.id(), 7);
		assertThat(events).extracting((event) -> (Object) event.getClass())
			.containsExactly(SessionStarted.class, SessionStarted.class, SessionEnded.class, AllSessionsEnded.class,
					SessionEnded.class, AllSessionsEnded.class, AllSessionsEnded.class);
		assertThat(events).filteredOn(AllSessionsEnded.class::isInstance)
			.map(AllSessionsEnded.class::cast)
			.extracting(AllSessionsEnded::getSessionSequence, AllSessionsEnded::getKeptSessionId,
					(ended) -> ended.getActor().getType())
			.containsExactly(tuple(4L, UUID.fromString(current.sessionId()), ActorType.USER),
					tuple(6L, null, ActorType.USER), tuple(7L, null, ActorType.USER));
	}

	@Test
	void endingASessionOfAnotherUserChangesNothing() {
		SessionClient.Tokens ada = this.client.signIn(this.client.registered());
		SessionClient.Tokens bob = this.client.signIn(this.client.registered());

		end("/" + ada.sessionId(), bob.accessToken(), 204);
		end("/" + UUID.randomUUID(), bob.accessToken(), 204);
		end("/not-an-id", bob.accessToken(), 404);
		assertThat(this.client.sessionIds(ada.accessToken())).contains(ada.sessionId());
		assertThat(this.client.sessionIds(bob.accessToken())).contains(bob.sessionId());
	}

	@Test
	void startAndEndAreInTheTopicInOrder() {
		TestUser user = TestUser.active();
		Log.register(user);
		SessionClient.Tokens tokens = SessionClient
			.tokens(this.client.signIn(user.email(), user.password(), user.consistencyToken(1)));

		end("/current", tokens.accessToken(), 204);

		List<SpecificRecord> events = Log.sessionEvents(user.id(), 2);
		assertThat(events).hasSize(2);
		assertThat(events.get(0)).isInstanceOfSatisfying(SessionStarted.class, (started) -> {
			assertThat(started.getSessionSequence()).isEqualTo(1);
			assertThat(started.getSessionId()).hasToString(tokens.sessionId());
			assertThat(started.getAuthenticationMethods()).containsExactly("pwd");
		});
		assertThat(events.get(1)).isInstanceOfSatisfying(SessionEnded.class, (ended) -> {
			assertThat(ended.getSessionSequence()).isEqualTo(2);
			assertThat(ended.getReason()).isEqualTo(EndReason.SIGNED_OUT);
		});
	}

	@Test
	void parallelSignInsAllSucceed() {
		TestUser user = this.client.registered();

		List<CompletableFuture<SessionClient.Tokens>> signIns = IntStream.range(0, 10)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> this.client.signIn(user), THREADS))
			.toList();

		assertThat(signIns.stream().map(CompletableFuture::join).map(SessionClient.Tokens::sessionId).distinct())
			.hasSize(10);
	}

	@Test
	void trustedPeerReportsTheClientsAddress() {
		TestUser user = this.client.registered();
		SessionClient.Tokens tokens = SessionClient.tokens(this.client.web()
			.post()
			.uri("/api/v1/sessions")
			.header("Rollcall-Client-Address", "203.0.113.7")
			.bodyValue(Map.of("email", user.email(), "password", user.password()))
			.exchange());

		assertThat(SessionClient.json(this.client.list(tokens.accessToken())).toString()).contains("203.0.113.7");
	}

	private void end(String which, String accessToken, int status) {
		this.client.end(which, accessToken).expectStatus().isEqualTo(status);
	}

}
