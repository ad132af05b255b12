package dev.rollcall.session;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts session-service.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
final class SessionApplication {

	private SessionApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.run(SessionApplication.class, args);
	}

}
