package dev.rollcall.schemas.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.event.EmailChangeUndoOffered;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.RefreshTokenReused;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.SignInRefused;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmailChanged;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserUnlocked;
import dev.rollcall.event.VerificationRequested;
import org.apache.avro.Schema;

/**
 * Registers the schemas by the Confluent-compatible API, subject = full name, under the
 * rule FULL_TRANSITIVE. The registered text is the generated class's own, because
 * serializers look it up by content.
 */
final class SchemaDeployment {

	static final List<Schema> SCHEMAS = List.of(UserRegistered.SCHEMA$, UserEmailVerified.SCHEMA$,
			UserProfileChanged.SCHEMA$, UserEmailChanged.SCHEMA$, UserPasswordChanged.SCHEMA$, UserLocked.SCHEMA$,
			UserUnlocked.SCHEMA$, UserRolesChanged.SCHEMA$, UserDeleted.SCHEMA$, UserState.SCHEMA$,
			PasswordCredential.SCHEMA$, CredentialUpgraded.SCHEMA$, VerificationRequested.SCHEMA$,
			PasswordResetRequested.SCHEMA$, EmailChangeUndoOffered.SCHEMA$, SessionStarted.SCHEMA$,
			SessionEnded.SCHEMA$, RefreshTokenReused.SCHEMA$, SignInRefused.SCHEMA$);

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	private static final String RULE = "{\"compatibility\":\"FULL_TRANSITIVE\"}";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIME_LIMIT)
		.build();

	private final ObjectMapper json = new ObjectMapper();

	private final URI api;

	SchemaDeployment(URI registry) {
		this.api = registry.resolve("apis/ccompat/v7/");
	}

	void deploy() throws InterruptedException {
		rule("config");
		for (Schema schema : SCHEMAS) {
			String path = "subjects/" + schema.getFullName() + "/versions";
			check(send("POST", path, registration(schema)), path);
			rule("config/" + schema.getFullName());
		}
	}

	/**
	 * The registry answers 409 where the rule has just been made: then it counts if it is
	 * this one.
	 */
	private void rule(String path) throws InterruptedException {
		HttpResponse<String> response = send("PUT", path, RULE);
		if (response.statusCode() == 409) {
			response = send("GET", path, "");
		}
		check(response, path);
		if (!response.body().contains("FULL_TRANSITIVE")) {
			throw new DeploymentException("The registry did not take the rule of " + path, null);
		}
	}

	private String registration(Schema schema) {
		return this.json.createObjectNode().put("schemaType", "AVRO").put("schema", schema.toString()).toString();
	}

	private static void check(HttpResponse<String> response, String path) {
		if (response.statusCode() != 200) {
			throw new DeploymentException("The registry answered %d to %s %s: %s".formatted(response.statusCode(),
					response.request().method(), path, response.body()), null);
		}
	}

	private HttpResponse<String> send(String method, String path, String body) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.api.resolve(path))
			.timeout(TIME_LIMIT)
			.header("Content-Type", "application/vnd.schemaregistry.v1+json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new DeploymentException("The registry at %s is not reached: %s".formatted(this.api, ex), ex);
		}
	}

}
