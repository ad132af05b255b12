package dev.rollcall.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserState;
import dev.rollcall.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SignUpIntegrationTests {

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final EventLog log = new EventLog(this.system);

	@Test
	void demoShowsEveryHop() {
		String output = this.system.launcher("demo").succeeded().output();
		assertThat(output).contains("UserRegistered", "ms");
	}

	@Test
	void signInRightAfterTheRegistrationSucceeds() {
		String email = Client.anEmail();
		Answer registered = this.client.register(email);
		assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		assertThat(session.status()).as(session.toString()).isEqualTo(201);
		assertThat(this.client.get("/api/v1/users/me", session).text("email")).isEqualTo(email);
	}

	@Test
	void registrationIsInTheLogExactlyOnce() {
		String userId = this.client.register(Client.anEmail()).text("userId");
		await().untilAsserted(() -> assertThat(this.log.of(Topic.USER_EVENTS.name(), userId)).hasSize(1));
		assertThat(this.log.of(Topic.USER_EVENTS.name(), userId).get(0)).isInstanceOfSatisfying(UserRegistered.class,
				(event) -> assertThat(event.getUserVersion()).isOne());
		assertThat(this.log.of(Topic.USERS.name(), userId)).singleElement().isInstanceOf(UserState.class);
		assertThat(this.log.of(Topic.USER_CREDENTIALS.name(), userId)).singleElement()
			.isInstanceOf(PasswordCredential.class);
	}

	@Test
	void sessionIsRefreshedListedAndEnded() {
		Answer session = signedIn(Client.anEmail());
		Answer refreshed = this.client.refresh(session.text("refreshToken"));
		assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(200);
		assertThat(this.client.get("/api/v1/sessions", refreshed).json().path("sessions")).singleElement()
			.satisfies((listed) -> assertThat(listed.path("current").asBoolean()).isTrue());
		assertThat(this.client.delete("/api/v1/sessions/current", refreshed).status()).isEqualTo(204);
		assertThat(this.client.refresh(refreshed.text("refreshToken")).status()).isEqualTo(401);
		List<Class<?>> kinds = List.of(SessionStarted.class, SessionEnded.class);
		await().untilAsserted(() -> assertThat(this.log.of(Topic.SESSION_EVENTS.name(), session.text("userId")))
			.<Class<?>>extracting(SpecificRecord::getClass)
			.isEqualTo(kinds));
	}

	@Test
	void takenEmailIsRefusedInAnyCase() {
		String email = Client.anEmail();
		this.client.register(email);
		Answer second = this.client.register(email.toUpperCase(Locale.ROOT));
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.text("type")).isEqualTo("https://rollcall.dev/problems/email-taken");
	}

	@Test
	void logsAndDeadLettersContainNoPersonalData() {
		String email = Client.anEmail();
		Answer session = signedIn(email);
		List<String> outputs = new ArrayList<>();
		String wrong = "{\"email\":\"%s\",\"password\":\"canary-password\"}".formatted(email);
		outputs.add(this.client.post("/api/v1/sessions", wrong).toString());
		outputs.add(this.client.post("/api/v1/sessions", wrong.replace("}", "")).toString());
		outputs.add(this.client.post("/api/v1/registrations", wrong.replace("}", ",\"x\":1}")).toString());
		outputs.add(this.client.refresh(session.text("refreshToken") + "x").toString());
		UUID key = UUID.randomUUID();
		this.log.poison(Topic.USER_EVENTS.name(), key, ("\0\0\0\0\1" + email).getBytes(StandardCharsets.UTF_8));
		String deadLetters = Topic.USER_EVENTS.deadLetters("session-service", "accounts").name();
		await().untilAsserted(
				() -> assertThat(this.log.raw(deadLetters)).anyMatch((one) -> key.toString().equals(one.key())));
		this.log.raw(deadLetters)
			.forEach((one) -> one.headers().forEach((header) -> outputs.add(text(header.value()))));
		outputs.add(this.system.launcher("dead-letters", "list").output());
		for (int port : List.of(9080, 9081, 9082, 9083)) {
			outputs.add(new Client(this.system.service(port)).get("/actuator/prometheus").toString());
		}
		outputs.add(this.system.logs());
		assertThat(outputs).allSatisfy((text) -> assertThat(text).doesNotContain(email, "canary-password",
				Client.PASSWORD, session.text("accessToken"), session.text("refreshToken"), "$argon2id$"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gateway", "registration-service", "session-service", "notification-service" })
	void eachLineOfALogIsAJsonObject(String service) {
		signedIn(Client.anEmail());
		List<String> lines = this.system.log(service).lines().toList();
		assertThat(lines).isNotEmpty().allSatisfy((line) -> {
			JsonNode fields = new ObjectMapper().readTree(line);
			assertThat(fields.path("message").isTextual()).isTrue();
			assertThat(fields.path("@timestamp").asText()).isNotEmpty();
			assertThat(fields.at("/service/name").asText()).isEqualTo(service);
		});
	}

	private static String text(byte[] value) {
		return new String(value, StandardCharsets.UTF_8);
	}

	private Answer signedIn(String email) {
		Answer registered = this.client.register(email);
		Answer session = this.client.signIn(email, "Rollcall-Consistency", registered.header("Rollcall-Consistency"));
		assertThat(session.status()).as(session.toString()).isEqualTo(201);
		return session;
	}

}
