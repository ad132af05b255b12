package dev.rollcall.registration.account;

import java.util.Map;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.ConsistencyToken;
import dev.rollcall.schemas.DeviceToken;
import dev.rollcall.schemas.OpaqueString;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
 * The account of the access token's user.
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

	private final DeviceTokens devices;

	AccountController(AccountCommands accounts, CurrentPassword currentPassword, NewPassword newPassword,
			ConsistencyTokens tokens, DeviceTokens devices) {
		this.accounts = accounts;
		this.currentPassword = currentPassword;
		this.newPassword = newPassword;
		this.tokens = tokens;
		this.devices = devices;
	}

	@GetMapping
	Mono<AccountAnswer> me(@AuthenticationPrincipal Caller caller) {
		return this.accounts.find(user(caller)).map(AccountAnswer::of).switchIfEmpty(Mono.error(this::notFound));
	}

	@PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<AccountAnswer>> change(@RequestBody JsonNode body, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		ProfilePatch patch = ProfilePatch.read(body);
		return run(caller, exchange, (account, now) -> account.changeProfile(patch.applied(account.profile())))
			.map((account) -> changed(HttpStatus.OK, account).body(AccountAnswer.of(account)));
	}

	@PostMapping(path = "/password", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> changePassword(@RequestBody JsonNode body, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<Password> current = fields.required(CURRENT_PASSWORD, OpaqueString.MAX_LENGTH, Password::new);
		Fields.Field<Password> wanted = fields.required(NewPassword.FIELD, Integer.MAX_VALUE, Password::new);
		fields.check();
		return this.currentPassword.verify(user(caller), current.get(), CURRENT_PASSWORD, CorrelationId.of(exchange))
			.flatMap((verified) -> this.newPassword.hash(verified, wanted.get())
				.flatMap((hash) -> run(caller, exchange,
						(account, now) -> CurrentPassword.unchanged(account, verified)
							.changePassword(hash, caller.sessionId())))
				.map((account) -> changed(HttpStatus.NO_CONTENT, account)
					.headers((headers) -> renewDevice(verified, account, exchange, headers))
					.<Void>build()))
			.switchIfEmpty(Mono.error(this::notFound));
	}

	/** The device on which the password is changed stays known. */
	private void renewDevice(Account before, Account after, ServerWebExchange exchange, HttpHeaders headers) {
		String presented = exchange.getRequest().getHeaders().getFirst(DeviceToken.HEADER);
		this.devices.renewed(before, after, presented).ifPresent((renewed) -> headers.set(DeviceToken.HEADER, renewed));
	}

	@DeleteMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<ResponseEntity<Void>> delete(@RequestBody JsonNode body, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		Fields.Field<Password> password = fields.required(PASSWORD, OpaqueString.MAX_LENGTH, Password::new);
		fields.check();
		return this.currentPassword.verify(user(caller), password.get(), PASSWORD, CorrelationId.of(exchange))
			.flatMap((verified) -> run(caller, exchange,
					(account, now) -> CurrentPassword.unchanged(account, verified).delete(DeletionReason.BY_USER)))
			.switchIfEmpty(Mono.error(this::notFound))
			.map((account) -> changed(HttpStatus.ACCEPTED, account).build());
	}

	/** The gateway merges the exports of all services. */
	@GetMapping("/export")
	Mono<Map<String, AccountExport>> export(@AuthenticationPrincipal Caller caller) {
		return this.accounts.find(user(caller))
			.map((account) -> Map.of("account", AccountExport.of(account)))
			.switchIfEmpty(Mono.error(this::notFound));
	}

	private Mono<Account> run(Caller caller, ServerWebExchange exchange, AccountCommands.Command command) {
		UserId user = user(caller);
		return this.accounts.run(user, Cause.byUser(user, CorrelationId.of(exchange)), command)
			.switchIfEmpty(Mono.error(this::notFound));
	}

	private ResponseEntity.BodyBuilder changed(HttpStatus status, Account account) {
		return ResponseEntity.status(status).header(ConsistencyToken.HEADER, this.tokens.of(account));
	}

	private static UserId user(Caller caller) {
		return new UserId(caller.userId());
	}

	private ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
