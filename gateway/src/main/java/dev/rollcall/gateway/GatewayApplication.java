package dev.rollcall.gateway;

import java.security.Security;

import dev.rollcall.web.DroppedErrors;
import dev.rollcall.web.WebAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/**
 * The only entry point to Rollcall: routes, tokens, limits. It uses the problems and
 * token checks of the services, but not their filters.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = WebAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import(DroppedErrors.class)
final class GatewayApplication {

	private GatewayApplication() {
	}

	public static void main(String[] args) {
		// One event loop per core. Server and client share them, so a request stays on
		// one thread.
		setDefault("reactor.netty.ioWorkerCount", Runtime.getRuntime().availableProcessors());
		// In seconds: how soon a new or removed replica is noticed.
		Security.setProperty("networkaddress.cache.ttl", "3");
		Security.setProperty("networkaddress.cache.negative.ttl", "1");
		SpringApplication.run(GatewayApplication.class, args);
	}

	private static void setDefault(String property, int value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, Integer.toString(value));
		}
	}

}
