package dev.rollcall.registration.account;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.web.CorrelationId;
import dev.rollcall.registration.web.Fields;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.UserId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * A user's own account. Whose it is says the access token, nothing else.
 */
@RestController
@RequestMapping(path = AccountController.ME, produces = MediaType.APPLICATION_JSON_VALUE)
class AccountController {

	static final String ME = "/api/v1/users/me";

	private static final String CURRENT_PASSWORD = "currentPassword";

	private static final String PASSWORD = "password";

	private final AccountCommands accounts;

	private final CurrentPassword currentPassword;

	private final NewPassword newPassword;

	private final ConsistencyTokens tokens;

	AccountController(AccountCommands accounts, CurrentPassword currentPassword, NewPassword newPassword,
			ConsistencyTokens tokens) {
		this.accounts = accounts;
		this.currentPassword = currentPassword;
		this.newPassword = newPassword;
		this.tokens = tokens;
	}

	@GetMapping
	Mono<AccountAnswer> me(@AuthenticationPrincipal Jwt token) {
		return this.accounts.find(user(token)).map(AccountAnswer::of).switchIfEmpty(Mono.error(this::notFound));
	}

	@PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<AccountAnswer>> change(@RequestBody JsonNode body, @AuthenticationPrincipal Jwt token,
			ServerWebExchange exchange) {
		ProfilePatch patch = ProfilePatch.read(body);
		return run(token, exchange, (account, now) -> account.changeProfile(patch.applied(account.profile())))
			.map((account) -> changed(HttpStatus.OK, account).body(AccountAnswer.of(account)));
	}

	@PostMapping(path = "/password", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> changePassword(@RequestBody JsonNode body, @AuthenticationPrincipal Jwt token,
			ServerWebExchange exchange) {
		Fields fields = new Fields(body, Set.of(CURRENT_PASSWORD, NewPassword.FIELD));
		Password current = fields.required(CURRENT_PASSWORD, Integer.MAX_VALUE, Password::new);
		Password wanted = fields.required(NewPassword.FIELD, Integer.MAX_VALUE, Password::new);
		fields.check();
		UUID session = session(token);
		return this.currentPassword.verify(user(token), Objects.requireNonNull(current), CURRENT_PASSWORD)
			.flatMap((verified) -> this.newPassword.hash(verified, Objects.requireNonNull(wanted))
				.flatMap((hash) -> run(token, exchange,
						(account, now) -> sameCredential(account, verified).changePassword(hash, session))))
			.switchIfEmpty(Mono.error(this::notFound))
			.map((account) -> changed(HttpStatus.NO_CONTENT, account).build());
	}

	@DeleteMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> delete(@RequestBody JsonNode body, @AuthenticationPrincipal Jwt token,
			ServerWebExchange exchange) {
		Fields fields = new Fields(body, Set.of(PASSWORD));
		Password password = fields.required(PASSWORD, Integer.MAX_VALUE, Password::new);
		fields.check();
		return this.currentPassword.verify(user(token), Objects.requireNonNull(password), PASSWORD)
			.flatMap((verified) -> run(token, exchange, (account, now) -> sameCredential(account, verified).delete()))
			.switchIfEmpty(Mono.error(this::notFound))
			.map((account) -> changed(HttpStatus.ACCEPTED, account).build());
	}

	/** The gateway puts it together with what the other services hold. */
	@GetMapping("/export")
	Mono<Map<String, AccountExport>> export(@AuthenticationPrincipal Jwt token) {
		return this.accounts.find(user(token))
			.map((account) -> Map.of("account", AccountExport.of(account)))
			.switchIfEmpty(Mono.error(this::notFound));
	}

	private Mono<Account> run(Jwt token, ServerWebExchange exchange, AccountCommands.Command command) {
		UserId user = user(token);
		return this.accounts.run(user, Act.byUser(user, CorrelationId.of(exchange)), command)
			.switchIfEmpty(Mono.error(this::notFound));
	}

	/** The password that was verified is the one that counts, or the request is void. */
	private static Account sameCredential(Account account, Account verified) {
		if (account.credential().passwordVersion() != verified.credential().passwordVersion()) {
			throw new AccountsNotReady();
		}
		return account;
	}

	private ResponseEntity.BodyBuilder changed(HttpStatus status, Account account) {
		return ResponseEntity.status(status).header(ConsistencyToken.HEADER, this.tokens.of(account));
	}

	private static UserId user(Jwt token) {
		return UserId.of(Objects.requireNonNull(token.getSubject(), "sub was verified"));
	}

	private static @Nullable UUID session(Jwt token) {
		String session = token.getClaimAsString("sid");
		return (session != null) ? UUID.fromString(session) : null;
	}

	private ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
