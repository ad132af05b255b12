package dev.rollcall.gateway;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway without the optional pages. */
@GatewayTest
@ContextConfiguration(initializers = { Services.class, WithoutPagesIntegrationTests.None.class })
class WithoutPagesIntegrationTests {

	@Autowired
	private Client client;

	@BeforeEach
	void reset() {
		Services.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sign-in", "/account/sessions", "/assets/pages.css" })
	void pageIsNotFound(String path) {
		Problems.assertProblem(this.client.get(path), 404, "not-found");
	}

	@Test
	void restApiWorks() {
		assertThat(this.client.getWithToken("/api/v1/users/me").statusCode()).isEqualTo(200);
	}

	/** Comes after the stubs' own addresses. */
	static final class None implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of("rollcall.gateway.services.pages=").applyTo(context);
		}

	}

}
