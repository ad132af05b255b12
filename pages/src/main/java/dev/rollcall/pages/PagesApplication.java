package dev.rollcall.pages;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Renders the web pages. Has no store and no rights of its own: it calls the REST API
 * through the gateway, as the person whose request it serves.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
final class PagesApplication {

	private PagesApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.run(PagesApplication.class, args);
	}

}
