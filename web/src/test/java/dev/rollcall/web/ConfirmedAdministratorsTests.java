package dev.rollcall.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class ConfirmedAdministratorsTests {

	private static final UUID USER = UUID.randomUUID();

	private final AuthorizationContext context = new AuthorizationContext(
			MockServerWebExchange.from(MockServerHttpRequest.get("/")));

	@Test
	void roleInTheTokenAndInTheDataIsGranted() {
		assertDecision(true, caller("admin"), Mono.just(true));
	}

	@Test
	void roleThatTheDataDoesNotConfirmIsRefused() {
		assertDecision(false, caller("admin"), Mono.just(false));
		assertDecision(false, caller("admin"), Mono.empty());
	}

	@Test
	void withoutTheRoleInTheTokenTheDataIsNotRead() {
		Mono<Boolean> unread = Mono.error(new AssertionError("read"));

		assertDecision(false, caller("support"), unread);
		assertDecision(false, Mono.empty(), unread);
		assertDecision(false, Mono.just(new TestingAuthenticationToken("anonymous", "")), unread);
	}

	@Test
	void unavailableDataIsNoRefusal() {
		Mono<AuthorizationResult> result = new ConfirmedAdministrators((user) -> Mono.error(new Unavailable("store")))
			.authorize(caller("admin"), this.context);

		StepVerifier.create(result).expectError(Unavailable.class).verify(Duration.ofSeconds(5));
	}

	private void assertDecision(boolean granted, Mono<Authentication> caller, Mono<Boolean> confirmation) {
		Mono<AuthorizationResult> result = new ConfirmedAdministrators(
				(user) -> user.equals(USER) ? confirmation : Mono.error(new AssertionError("another user")))
			.authorize(caller, this.context);

		StepVerifier.create(result.map(AuthorizationResult::isGranted))
			.expectNext(granted)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private static Mono<Authentication> caller(String role) {
		return Mono.just(new TestingAuthenticationToken(
				new Caller(USER, UUID.randomUUID(), List.of(role), Instant.EPOCH), null));
	}

}
