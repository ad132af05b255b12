package dev.rollcall.web;

import java.util.UUID;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;

/**
 * Admits administrators. The role in the access token is only a first check, because the
 * account may have lost it since; the service confirms it with its own data.
 */
public final class ConfirmedAdministrators implements ReactiveAuthorizationManager<AuthorizationContext> {

	/** The role. */
	public static final String ROLE = "admin";

	private final Function<UUID, Mono<Boolean>> confirmation;

	/**
	 * Creates the rule.
	 * @param confirmation whether the user's account is active and has the role now
	 */
	public ConfirmedAdministrators(Function<UUID, Mono<Boolean>> confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
		return authentication.map(Authentication::getPrincipal)
			.ofType(Caller.class)
			.filter((caller) -> caller.roles().contains(ROLE))
			.flatMap((caller) -> this.confirmation.apply(caller.userId()))
			.defaultIfEmpty(false)
			.map(AuthorizationDecision::new);
	}

}
