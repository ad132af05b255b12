package dev.rollcall.tracing;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

class TracesEnvironmentPostProcessorTests {

	private static final String PROBABILITY = "management.tracing.sampling.probability";

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void nothingIsConfiguredWithoutUrl(String url) {
		StandardEnvironment environment = environment(Map.of("ROLLCALL_TRACES_URL", url));
		assertThat(environment.getProperty("rollcall.traces.enabled", Boolean.class)).isFalse();
		assertThat(environment.getProperty("management.opentelemetry.tracing.export.otlp.endpoint")).isNull();
		assertThat(StringUtils.commaDelimitedListToSet(environment.getProperty("spring.autoconfigure.exclude")))
			.isNotEmpty()
			.allMatch((name) -> ClassUtils.isPresent(name, null));
	}

	@Test
	void allSpansAreSentIfAUrlIsSet() {
		StandardEnvironment environment = environment(Map.of("ROLLCALL_TRACES_URL", "http://collector/v1/traces"));
		assertThat(environment.getProperty("rollcall.traces.enabled", Boolean.class)).isTrue();
		assertThat(environment.getProperty("management.opentelemetry.tracing.export.otlp.endpoint"))
			.isEqualTo("http://collector/v1/traces");
		assertThat(environment.getProperty(PROBABILITY, Double.class)).isOne();
		assertThat(environment.getProperty("spring.autoconfigure.exclude")).isNull();
	}

	@Test
	void configuredShareOfSpansIsSent() {
		StandardEnvironment environment = environment(
				Map.of("ROLLCALL_TRACES_URL", "http://collector/v1/traces", "ROLLCALL_TRACES_SAMPLING", "0.05"));
		assertThat(environment.getProperty(PROBABILITY, Double.class)).isEqualTo(0.05);
	}

	private static StandardEnvironment environment(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		new TracesEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
