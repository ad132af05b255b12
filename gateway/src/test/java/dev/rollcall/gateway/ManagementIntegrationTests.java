package dev.rollcall.gateway;

import java.io.IOException;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@GatewayTest
class ManagementIntegrationTests {

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health/liveness", "/actuator/health/readiness" })
	void probesAreUp(String path) {
		HttpResponse<String> answer = this.client.send(this.client.toManagement(path));

		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"status\":\"UP\"").doesNotContain("DOWN");
	}

	@Test
	void readinessShowsItsComponents() {
		assertThat(this.client.send(this.client.toManagement("/actuator/health/readiness")).body())
			.contains("readinessState", "revocation");
	}

	@Test
	void metricsShowRoutesAndCircuits() {
		this.client.post("/register", "{}");

		assertThat(this.client.send(this.client.toManagement("/actuator/prometheus")).body())
			.contains("spring_cloud_gateway_requests", "resilience4j_circuitbreaker_state");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%zz", "//", "/{a}", "/actuator/health?a=|" })
	void malformedRequestIsAProblem(String uri) throws IOException {
		String answer = this.client.raw(this.client.managementPort(),
				"GET " + uri + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

		Problems.assertRaw(answer, 400, "invalid-request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/gateway/routes", "/actuator/env", "/actuator/refresh", "/actuator/shutdown",
			"/actuator/heapdump", "/api/v1/users/me" })
	void nothingElseIsThere(String path) {
		assertThat(this.client.send(this.client.toManagement(path)).statusCode()).isIn(401, 404);
	}

}
