package dev.rollcall.pages;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The pages on a free port, with a stub of the gateway. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "rollcall.pages.return-to=https://shop.example.com/back" })
@ContextConfiguration(initializers = PagesTest.OnStub.class)
@interface PagesTest {

	/** Points the pages at the stub. */
	final class OnStub implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of("rollcall.pages.api.gateway=" + Browser.GATEWAY.address()).applyTo(context);
		}

	}

}
