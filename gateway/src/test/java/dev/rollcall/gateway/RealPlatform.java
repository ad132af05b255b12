package dev.rollcall.gateway;

import dev.rollcall.local.platform.Part;
import dev.rollcall.local.platform.TestPlatform;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The real broker and registry, one for all tests of the module. */
final class RealPlatform implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final TestPlatform PLATFORM = deployed();

	static TestPlatform platform() {
		return PLATFORM;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("ROLLCALL_BOOTSTRAP_SERVERS=" + PLATFORM.bootstrapServers(),
					"ROLLCALL_REGISTRY_URL=" + PLATFORM.registryUrl())
			.applyTo(context);
	}

	private static TestPlatform deployed() {
		TestPlatform platform = TestPlatform.start(Part.BROKER, Part.REGISTRY);
		platform.deploy();
		SpringApplication.getShutdownHandlers().add(platform.atExit());
		return platform;
	}

}
