package dev.rollcall.gateway;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import dev.rollcall.gateway.Upstream.Answer;
import dev.rollcall.gateway.Upstream.Received;

/** Stubs of the services, shared by all tests of one run. */
final class Services implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final Upstream REGISTRATION = Upstream.start();

	static final Upstream SESSION = Upstream.start();

	static final Upstream NOTIFICATION = Upstream.start();

	static final Upstream PAGES = Upstream.start();

	private static final String JWKS = "/.well-known/jwks.json";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("rollcall.gateway.services.registration-service=" + REGISTRATION.address(),
					"rollcall.gateway.services.session-service=" + SESSION.address(),
					"rollcall.gateway.services.notification-service=" + NOTIFICATION.address(),
					"rollcall.gateway.services.pages=" + PAGES.address())
			.applyTo(context);
	}

	/** Resets all stubs: they respond 200, session-service also with its keys. */
	static void reset() {
		Stream.of(REGISTRATION, NOTIFICATION, PAGES).forEach((service) -> service.answer(Answer.json(200, "{}")));
		SESSION.answer(Services::session);
		Stream.of(REGISTRATION, SESSION, NOTIFICATION, PAGES).forEach(Upstream::forget);
	}

	private static Answer session(Received request) {
		return Answer.json(200, JWKS.equals(request.uri()) ? AccessToken.jwks() : "{}");
	}

	/** The requests to session-service other than those for its keys. */
	static List<Received> sessionCalls() {
		return SESSION.received().stream().filter((request) -> !JWKS.equals(request.uri())).toList();
	}

	static long keyCalls() {
		return SESSION.received().size() - sessionCalls().size();
	}

}
