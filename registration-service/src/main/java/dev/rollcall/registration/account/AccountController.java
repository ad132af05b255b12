package dev.rollcall.registration.account;

import java.util.UUID;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * A user's own account. Whose it is says the access token, nothing else.
 */
@RestController
class AccountController {

	static final String ME = "/api/v1/users/me";

	private final MongoAccounts accounts;

	AccountController(MongoAccounts accounts) {
		this.accounts = accounts;
	}

	@GetMapping(path = ME, produces = MediaType.APPLICATION_JSON_VALUE)
	Mono<AccountAnswer> me(@AuthenticationPrincipal Jwt token) {
		return this.accounts.find(new UserId(UUID.fromString(token.getSubject())))
			.map(AccountAnswer::of)
			.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
	}

}
