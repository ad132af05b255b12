package dev.rollcall.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.acceptance.Client.Answer;
import dev.rollcall.schemas.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The contract's examples at every service: what registration-service accepts,
 * session-service finds and verifies and notification-service mails; what one refuses,
 * all refuse.
 */
class ContractExamplesIntegrationTests {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final RunningSystem system = RunningSystem.get();

	private final Client client = new Client(this.system.gateway());

	private final Client mailbox = new Client(this.system.mailbox());

	@Test
	void everyFormOfAnAddressSignsInToOneAccountThatIsMailed() throws IOException {
		for (List<String> forms : accepted().values()) {
			Answer registered = this.client.register(forms.get(0));
			assertThat(registered.status()).as("%s: %s", forms.get(0), registered).isEqualTo(201);
			for (String form : forms) {
				Answer session = this.client.signIn(form, "Rollcall-Consistency",
						registered.header("Rollcall-Consistency"));
				assertThat(session.status()).as("%s: %s", form, session).isEqualTo(201);
				assertThat(session.text("userId")).isEqualTo(registered.text("userId"));
				assertThat(this.client.register(form).status()).as(form).isEqualTo(409);
			}
		}
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(received()).containsAll(mailed()));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusedAddressIsTheSameErrorAtEveryCall(String input) {
		String body = json(Map.of("email", input, "password", Client.PASSWORD));
		for (Answer answer : List.of(this.client.post("/api/v1/registrations", body),
				this.client.post("/api/v1/sessions", body),
				this.client.post("/api/v1/password-resets", json(Map.of("email", input))))) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
			assertThat(answer.json().path("errors")).singleElement()
				.satisfies((error) -> assertThat(error.path("field").asText()).isEqualTo("email"));
		}
	}

	@Test
	void userOfEveryHashThatTheImportTakesSignsIn() throws IOException {
		List<JsonNode> examples = examples("import").stream().filter((example) -> example.has("stored")).toList();
		List<ObjectNode> users = examples.stream()
			.map((example) -> JSON.createObjectNode()
				.put("email", Client.anEmail())
				.put("passwordHash", example.path("input").asText()))
			.toList();
		assertThat(Administrator.get().importUsers(users)).extracting((result) -> result.path("status").asText())
			.hasSameSizeAs(users)
			.containsOnly("created");
		for (int i = 0; i < users.size(); i++) {
			String why = examples.get(i).path("why").asText();
			String body = json(Map.of("email", users.get(i).path("email").asText(), "password",
					examples.get(i).path("password").asText()));
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(
						() -> assertThat(this.client.post("/api/v1/sessions", body).status()).as(why).isEqualTo(201));
		}
	}

	/** In ASCII: half a surrogate pair has no form in UTF-8. */
	private static String json(Map<String, String> fields) {
		try {
			return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(fields);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static List<String> refused() throws IOException {
		return addresses().stream()
			.filter((example) -> example.path("refused").asBoolean())
			.map((example) -> example.path("input").asText())
			.toList();
	}

	/** The accepted inputs by their canonical form. */
	private static Map<String, List<String>> accepted() throws IOException {
		Map<String, List<String>> forms = new LinkedHashMap<>();
		for (JsonNode example : addresses()) {
			if (!example.path("refused").asBoolean()) {
				forms.computeIfAbsent(example.path("canonical").asText(), (canonical) -> new ArrayList<>())
					.add(example.path("input").asText());
			}
		}
		return forms;
	}

	/** Of each account, the mailed form of the address that it registered with. */
	private static Set<String> mailed() throws IOException {
		Map<String, String> first = new LinkedHashMap<>();
		for (JsonNode example : addresses()) {
			if (!example.path("refused").asBoolean()) {
				first.putIfAbsent(example.path("canonical").asText(), example.path("mailed").asText());
			}
		}
		return Set.copyOf(first.values());
	}

	private static List<JsonNode> addresses() throws IOException {
		return examples("address");
	}

	private static List<JsonNode> examples(String kind) throws IOException {
		List<JsonNode> examples = new ArrayList<>();
		try (InputStream lines = EmailAddress.class.getResourceAsStream("contract-examples.jsonl")) {
			JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).forEachRemaining(examples::add);
		}
		return examples.stream().filter((example) -> example.path("kind").asText().equals(kind)).toList();
	}

	private List<String> received() {
		List<String> recipients = new ArrayList<>();
		this.mailbox.get("/api/messages?limit=5000").json().forEach((mail) -> recipients.add(mail.path("to").asText()));
		return recipients;
	}

}
