package dev.rollcall.notification;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.rollcall.local.query.QueryListener;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs the whole service on the real parts; all such tests share it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = NotificationServiceTest.OnPlatform.class)
@interface NotificationServiceTest {

	/**
	 * Points the service at the platform.
	 */
	final class OnPlatform implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			MongoClientSettingsBuilderCustomizer recorded = (store) -> store.addCommandListener(new QueryListener());
			context.getBeanFactory().registerSingleton("recordedQueries", recorded);
			TestPropertyValues.of(Platform.settings("notification")).applyTo(context);
		}

	}

}
