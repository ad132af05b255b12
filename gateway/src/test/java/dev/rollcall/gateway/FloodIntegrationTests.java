package dev.rollcall.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway with a rate limit, which allows requests from one other origin. */
@GatewayTest
@TestPropertySource(properties = { "rollcall.gateway.flood.loopback=true", "rollcall.gateway.flood.burst=20",
		"rollcall.gateway.flood.per-second=1", "rollcall.gateway.trusted-peers=127.0.0.1",
		"rollcall.gateway.origins=https://app.example.com" })
class FloodIntegrationTests {

	private int address;

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@Test
	void oneAddressIsLimitedAndOthersAreNot() {
		List<Integer> statuses = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			statuses.add(this.client.send(from("203.0.113.1")).statusCode());
		}
		assertThat(statuses).filteredOn((status) -> status == 429).hasSizeBetween(15, 20);
		HttpResponse<String> refused = this.client.send(from("203.0.113.1"));
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.body()).contains("problems/too-many-requests");
		assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 3L);
		assertThat(this.client.send(from("203.0.113.2")).statusCode()).isEqualTo(200);
	}

	@Test
	void addressesOfOneSubscriberCountAsOne() {
		List<Integer> statuses = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			statuses.add(this.client.send(from("2001:db8:1:2::" + Integer.toHexString(i))).statusCode());
		}
		assertThat(statuses).filteredOn((status) -> status == 429).hasSizeBetween(15, 20);
		assertThat(this.client.send(from("2001:db8:1:3::1")).statusCode()).isEqualTo(200);
	}

	@Test
	void onlyHttpsIsRemembered() {
		HttpRequest.Builder secure = from("203.0.113.3").header("X-Forwarded-Proto", "https");
		assertThat(this.client.send(secure).headers().firstValue("Strict-Transport-Security"))
			.contains("max-age=31536000");
		assertThat(this.client.send(from("203.0.113.3")).headers().firstValue("Strict-Transport-Security")).isEmpty();
	}

	@Test
	void onlyTheNamedOriginMayCall() {
		HttpResponse<String> allowed = this.client.send(preflight("https://app.example.com"));
		assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
		for (String foreign : List.of("https://evil.example", "http://app.example.com", "https://app.example.com.evil",
				"null")) {
			assertThat(this.client.send(preflight(foreign)).headers().firstValue("Access-Control-Allow-Origin"))
				.as(foreign)
				.isEmpty();
		}
	}

	private HttpRequest.Builder from(String client) {
		return this.client.posting("/register", "{}").header("X-Forwarded-For", client);
	}

	private HttpRequest.Builder preflight(String origin) {
		return this.client.to("/api/v1/users/me")
			.header("X-Forwarded-For", "203.0.113." + (100 + this.address++))
			.header("Origin", origin)
			.header("Access-Control-Request-Method", "PATCH")
			.method("OPTIONS", BodyPublishers.noBody());
	}

}
