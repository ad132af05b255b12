package dev.rollcall.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import dev.rollcall.gateway.Upstream.Answer;
import dev.rollcall.gateway.Upstream.Received;

/**
 * Stand-ins for the three services, shared by all tests of one run, and a run directory
 * that starts empty.
 */
final class Services implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final Upstream REGISTRATION = Upstream.start();

	static final Upstream SESSION = Upstream.start();

	static final Upstream NOTIFICATION = Upstream.start();

	static final Path RUN_DIRECTORY = runDirectory();

	private static final String JWKS = "/.well-known/jwks.json";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues
			.of("rollcall.gateway.services.registration-service=" + REGISTRATION.address(),
					"rollcall.gateway.services.session-service=" + SESSION.address(),
					"rollcall.gateway.services.notification-service=" + NOTIFICATION.address(),
					"rollcall.gateway.run-directory=" + RUN_DIRECTORY)
			.applyTo(context);
	}

	/** All answer 200 again, session-service with its keys, and have received nothing. */
	static void reset() {
		Stream.of(REGISTRATION, NOTIFICATION).forEach((service) -> service.answer(Answer.json(200, "{}")));
		SESSION.answer(Services::session);
		Stream.of(REGISTRATION, SESSION, NOTIFICATION).forEach(Upstream::forget);
	}

	private static Answer session(Received request) {
		return Answer.json(200, JWKS.equals(request.uri()) ? AccessToken.jwks() : "{}");
	}

	/** What session-service received apart from questions for its keys. */
	static List<Received> sessionCalls() {
		return SESSION.received().stream().filter((request) -> !JWKS.equals(request.uri())).toList();
	}

	static long keyCalls() {
		return SESSION.received().size() - sessionCalls().size();
	}

	private static Path runDirectory() {
		try {
			Path directory = Files.createTempDirectory("run");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void remove(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
