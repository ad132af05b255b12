package dev.rollcall.gateway;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;

import dev.rollcall.gateway.Upstream.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

@GatewayTest
class HeaderIntegrationTests {

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "x-forwarded-user",
			"X_Forwarded_For", "Forwarded", "X-Real-IP", "X-User-Id", "X-User", "X-Auth-User", "X-Remote-User",
			"Remote-User", "X-Authenticated-User", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override",
			"True-Client-IP", "Rollcall-User", "rollcall_user_id", "traceparent", "tracestate", "Baggage", "b3",
			"X-B3-TraceId" })
	void headerThatNamesIdentityOrOriginIsRemoved(String name) {
		this.client.send(this.client.posting("/register", "{}").header(name, "203.0.113.9").header("X-Other", "kept"));

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.containsHeader(name)).isFalse();
		assertThat(received.getFirst("X-Other")).isEqualTo("kept");
		assertThat(received.getFirst("Rollcall-Client-Address")).isEqualTo("127.0.0.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Rollcall-Client-Address", "rollcall-client-address", "Rollcall_Client_Address" })
	void clientAddressIsOnlyTheConnections(String name) {
		this.client.send(this.client.posting("/register", "{}")
			.header(name, "203.0.113.9")
			.header("X-Forwarded-For", "203.0.113.9"));

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.get("Rollcall-Client-Address")).containsExactly("127.0.0.1");
		assertThat(received.toString()).doesNotContain("203.0.113.9");
	}

	@Test
	void connectionHeaderCannotRemoveTheGatewaysHeaders() throws IOException {
		this.client.raw("POST /register HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
				+ "Connection: close, Rollcall-Client-Address, Correlation-Id\r\n\r\n{}");

		HttpHeaders received = Services.REGISTRATION.last().headers();
		assertThat(received.getFirst("Rollcall-Client-Address")).isEqualTo("127.0.0.1");
		assertThat(received.containsHeader("Correlation-Id")).isTrue();
	}

	@Test
	void wellFormedCorrelationIdIsKept() {
		Services.REGISTRATION.answer(Answer.json(201, "{}").with("Correlation-Id", "the.services_own"));

		HttpResponse<String> answer = this.client
			.send(this.client.posting("/register", "{}").header("Correlation-Id", "order-7.A_b"));

		assertThat(answer.headers().allValues("Correlation-Id")).containsExactly("order-7.A_b");
		assertThat(Services.REGISTRATION.last().headers().get("Correlation-Id")).containsExactly("order-7.A_b");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a b", "<script>", "12345678901234567890123456789012345678901234567890123456789012345", "a;b" })
	void malformedCorrelationIdIsReplaced(String id) {
		HttpResponse<String> answer = this.client
			.send(this.client.posting("/register", "{}").header("Correlation-Id", id));

		String made = answer.headers().firstValue("Correlation-Id").orElseThrow();
		assertThatNoException().isThrownBy(() -> UUID.fromString(made));
		assertThat(Services.REGISTRATION.last().headers().get("Correlation-Id")).containsExactly(made);
	}

	@Test
	void ownErrorCarriesTheCorrelationId() {
		HttpResponse<String> answer = this.client.send(this.client.to("/nothing").header("Correlation-Id", "mine"));

		Problems.assertProblem(answer, 404, "not-found");
		assertThat(answer.headers().firstValue("Correlation-Id")).hasValue("mine");
	}

	@Test
	void answerOfServiceCarriesSecurityHeaders() {
		Services.REGISTRATION.answer(Answer.json(201, "{}").with("Cache-Control", "max-age=60"));

		HttpResponse<String> answer = this.client.post("/register", "{}");

		assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
		assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
	}

}
