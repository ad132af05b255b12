package dev.rollcall.notification;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts notification-service.
 */
@SpringBootApplication(proxyBeanMethods = false)
final class NotificationApplication {

	private NotificationApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.run(NotificationApplication.class, args);
	}

}
