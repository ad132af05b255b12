package dev.rollcall.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The gateway on a free port, with short time limits and stubs of the services. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "rollcall.gateway.time-limit=1500ms",
				"rollcall.gateway.sign-in-time-limit=2500ms", "rollcall.gateway.page-time-limit=3500ms",
				"rollcall.gateway.stall-time=8s", "rollcall.gateway.limit.request-time=1s",
				"rollcall.gateway.limit.held-bodies=100KB", "rollcall.gateway.drain.time=0s",
				"rollcall.gateway.deny-set.grace=0s",
				"spring.cloud.gateway.server.webflux.httpclient.pool.max-connections=20" })
@ContextConfiguration(initializers = Services.class)
@Import(Client.class)
@interface GatewayTest {

}
