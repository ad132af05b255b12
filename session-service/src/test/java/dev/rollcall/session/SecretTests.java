package dev.rollcall.session;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class SecretTests {

	@Test
	void missingSecretStopsTheStartAndIsNamed(CapturedOutput output) {
		assertThatThrownBy(() -> start(Map.of("rollcall.keys.refresh", "")));

		assertThat(output).contains("APPLICATION FAILED TO START", "The secret rollcall.keys.refresh is missing.",
				"a file of that name in the directory that ROLLCALL_SECRETS names");
	}

	private static void start(Map<String, String> more) {
		Map<String, Object> settings = new HashMap<>(TestKeys.properties());
		settings.putAll(Map.of("ROLLCALL_SESSION_STORE_URI", "mongodb://127.0.0.1:1/session",
				"ROLLCALL_BOOTSTRAP_SERVERS", "127.0.0.1:1", "ROLLCALL_REGISTRY_URL", "http://127.0.0.1:1",
				"server.port", "0", "management.server.port", "0"));
		settings.putAll(more);
		new SpringApplicationBuilder(SessionApplication.class).properties(settings).run().close();
	}

}
