package dev.rollcall.acceptance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rollcall.acceptance.Client.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An account from sign-up to deletion, through the gateway and the mailbox.
 */
class AccountLifeIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(AccountLifeIntegrationTests.class);

	private static final String DEVICE = "Rollcall-Device";

	private static final String VERIFICATIONS = "/api/v1/email-verifications";

	private static final String NEW_PASSWORD = "seven purple bicycles at dawn";

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final String email = Client.anEmail();

	private final Answer registered = this.client.register(this.email);

	@Test
	void linkInTheMailVerifiesTheAddressAndTheWelcomeFollows() {
		Answer session = signIn(Client.PASSWORD);
		assertThat(this.client.post(VERIFICATIONS, token("Confirm your address")).status()).isEqualTo(204);
		new Mailbox(this.system.mailbox(), this.email).text("Welcome to Rollcall");
		await().untilAsserted(() -> assertThat(
				this.client.get("/api/v1/notifications", session).json().at("/notifications/0/kind").asText())
			.isEqualTo("welcome"));
		assertThat(this.client.get("/api/v1/users/me", session).json().path("emailVerified").asBoolean()).isTrue();
	}

	@Test
	void changedPasswordEndsOtherSessionsEverywhere() {
		Answer other = signIn(Client.PASSWORD);
		Answer session = signIn(Client.PASSWORD);
		Answer changed = call("POST", "/api/v1/users/me/password", session,
				"{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(Client.PASSWORD, NEW_PASSWORD));
		assertThat(changed.status()).as(changed.toString()).isEqualTo(204);
		await().untilAsserted(() -> assertThat(this.client.get("/api/v1/users/me", other).status()).isEqualTo(401));
		assertThat(this.client.refresh(other.text("refreshToken")).status()).isEqualTo(401);
		assertThat(this.client.refresh(session.text("refreshToken")).status()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(signInStatus(NEW_PASSWORD)).isEqualTo(201));
		assertThat(signInStatus(Client.PASSWORD)).isEqualTo(401);
	}

	@Test
	void samePasswordFromAnotherKeyboardSignsInAndDeletes() {
		String address = Client.anEmail();
		String body = "{\"email\":\"%s\",\"password\":\"%s\"}";
		Answer made = this.client.post("/api/v1/registrations",
				body.formatted(address, "cafe\u0301\u00a0tractor on the moon"));
		assertThat(made.status()).as(made.toString()).isEqualTo(201);
		Answer session = this.client.post("/api/v1/sessions",
				body.formatted(address, "caf\u00e9 tractor on\u3000the moon"), "Rollcall-Consistency",
				made.header("Rollcall-Consistency"));
		assertThat(session.status()).as(session.toString()).isEqualTo(201);
		Answer deleted = call("DELETE", "/api/v1/users/me", session,
				"{\"password\":\"%s\"}".formatted("cafe\u0301\u2007tractor on the moon"));
		assertThat(deleted.status()).as(deleted.toString()).isEqualTo(202);
	}

	@Test
	void forgottenPasswordIsSetByALink() {
		Answer session = signIn(Client.PASSWORD);
		assertThat(this.client.post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(this.email)).status())
			.isEqualTo(202);
		String body = token("Set a new password").replace("}", ",\"newPassword\":\"%s\"}".formatted(NEW_PASSWORD));
		Answer reset = this.client.post("/api/v1/password-resets/confirm", body);
		assertThat(reset.status()).as(reset.toString()).isEqualTo(204);
		Answer signedIn = this.client.post("/api/v1/sessions",
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(this.email, NEW_PASSWORD), "Rollcall-Consistency",
				reset.header("Rollcall-Consistency"));
		assertThat(signedIn.status()).as(signedIn.toString()).isEqualTo(201);
		await().untilAsserted(() -> assertThat(this.client.get("/api/v1/users/me", session).status()).isEqualTo(401));
	}

	@Test
	void ownerSignsInAfterAResetWhileStrangersGuess() {
		String device = signIn(Client.PASSWORD).header(DEVICE);
		IntStream.range(0, 20).forEach((n) -> assertThat(signInStatus("a wrong guess")).isEqualTo(401));
		assertThat(signInStatus(Client.PASSWORD)).as("the owner on a new device").isEqualTo(429);
		assertThat(signInWith(Client.PASSWORD, DEVICE, device).status()).as("on a known device").isEqualTo(201);
		this.client.post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(this.email));
		Answer reset = this.client.post("/api/v1/password-resets/confirm",
				token("Set a new password").replace("}", ",\"newPassword\":\"%s\"}".formatted(NEW_PASSWORD)));
		assertThat(reset.status()).as(reset.toString()).isEqualTo(204);
		String consistency = reset.header("Rollcall-Consistency");
		Answer signedIn = signInWith(NEW_PASSWORD, DEVICE, reset.header(DEVICE), "Rollcall-Consistency", consistency);
		assertThat(signedIn.status()).as("on the device of the reset").isEqualTo(201);
		assertThat(signInWith(NEW_PASSWORD, DEVICE, device).status()).as("on a device of the old password")
			.isEqualTo(429);
		assertThat(signInStatus(NEW_PASSWORD)).as("on another device").isEqualTo(429);
	}

	@Test
	void allServicesEraseADeletedUser() {
		Answer session = signIn(Client.PASSWORD);
		Answer export = this.client.get("/api/v1/users/me/export", session);
		assertThat(export.status()).as(export.toString()).isEqualTo(200);
		assertThat(export.json().fieldNames()).toIterable().containsExactly("account", "sessions", "notifications");
		Answer deleted = call("DELETE", "/api/v1/users/me", session,
				"{\"password\":\"%s\"}".formatted(Client.PASSWORD));
		assertThat(deleted.status()).as(deleted.toString()).isEqualTo(202);
		await().untilAsserted(() -> assertThat(this.client.get("/api/v1/sessions", session).status()).isEqualTo(401));
		await().untilAsserted(() -> assertThat(signInStatus(Client.PASSWORD)).isEqualTo(401));
		assertThat(this.client.register(this.email).status()).isEqualTo(201);
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.system.launcher("verify").status()).isZero());
	}

	@Test
	void tokenOfAnEndedSessionIsRefusedWithinASecond() {
		List<Long> delays = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Answer session = signIn(Client.PASSWORD);
			assertThat(this.client.delete("/api/v1/sessions/current", session).status()).isEqualTo(204);
			long start = System.nanoTime();
			await().pollInterval(Duration.ofMillis(10))
				.until(() -> this.client.get("/api/v1/users/me", session).status() == 401);
			delays.add((System.nanoTime() - start) / 1_000_000);
		}
		logger.info("From the end of a session to the refusal of its token, ms: {}", delays.stream().sorted().toList());
		assertThat(delays).allMatch((delay) -> delay < 1000);
	}

	@Test
	void administrationIsForAdministrators() {
		Answer session = signIn(Client.PASSWORD);
		for (String path : List.of("/api/v1/admin/users", "/api/v1/admin/users/" + UUID.randomUUID())) {
			assertThat(this.client.get(path, session).status()).as(path).isEqualTo(403);
			assertThat(this.client.get(path).status()).as(path).isEqualTo(401);
		}
	}

	private Answer call(String method, String path, Answer session, String body) {
		return this.client.call(method, path, session, body);
	}

	private Answer signIn(String password) {
		Answer session = this.client.post("/api/v1/sessions",
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(this.email, password), "Rollcall-Consistency",
				this.registered.header("Rollcall-Consistency"));
		assertThat(session.status()).as(session.toString()).isEqualTo(201);
		return session;
	}

	private Answer signInWith(String password, String... headers) {
		return this.client.post("/api/v1/sessions",
				"{\"email\":\"%s\",\"password\":\"%s\"}".formatted(this.email, password), headers);
	}

	private int signInStatus(String password) {
		return this.client
			.post("/api/v1/sessions", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(this.email, password))
			.status();
	}

	/** A request body with the token of a mail. */
	private String token(String subject) {
		return "{\"token\":\"%s\"}".formatted(new Mailbox(this.system.mailbox(), this.email).token(subject));
	}

}
