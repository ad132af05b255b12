package dev.rollcall.session;

import java.util.Map;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;
import dev.rollcall.local.query.QueryListener;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One platform for all tests of the module, and the settings to use it.
 */
final class RealPlatform implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final TestPlatform PLATFORM = deployed();

	static TestPlatform platform() {
		return PLATFORM;
	}

	/** The long timeouts avoid answers of 503 on a slow machine. */
	static Map<String, String> settings() {
		return Map.of("server.port", "0", "management.server.port", "0", "ROLLCALL_BOOTSTRAP_SERVERS",
				PLATFORM.bootstrapServers(), "ROLLCALL_REGISTRY_URL", PLATFORM.registryUrl(),
				"ROLLCALL_SESSION_STORE_URI", PLATFORM.storeUri("session"), "rollcall.time-limit", "20s",
				"rollcall.consistency.longest-wait", "4s", "rollcall.verify.look-again", "1s");
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		MongoClientSettingsBuilderCustomizer recorded = (store) -> store.addCommandListener(new QueryListener());
		context.getBeanFactory().registerSingleton("recordedQueries", recorded);
		TestPropertyValues.of(settings()).and(TestKeys.properties()).applyTo(context);
	}

	private static TestPlatform deployed() {
		TestPlatform platform = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.STORE);
		platform.deploy();
		SpringApplication.getShutdownHandlers().add(platform.atExit());
		return platform;
	}

}
