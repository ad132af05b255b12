package dev.rollcall.gateway;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that requires the deny-set but has no broker. */
@GatewayTest
@TestPropertySource(properties = "rollcall.gateway.deny-set.required=true")
class RequiredDenySetIntegrationTests {

	@Autowired
	private Client client;

	@Test
	void gatewayIsNotReadyBeforeItKnowsWhichSessionsHaveEnded() {
		assertThat(status("/actuator/health/readiness")).isEqualTo(503);
		assertThat(status("/actuator/health/liveness")).isEqualTo(200);
	}

	private int status(String path) {
		return this.client.send(this.client.toManagement(path)).statusCode();
	}

}
