package dev.rollcall.registration.administration;

import java.util.List;
import java.util.TreeSet;

import dev.rollcall.registration.account.Account;
import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.Cause;
import dev.rollcall.registration.account.DeletionReason;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.Fields;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Administration of accounts. The security configuration admits administrators only.
 */
@RestController
@RequestMapping(path = "/api/v1/admin/users", produces = MediaType.APPLICATION_JSON_VALUE)
class AdministrationController {

	private static final int MAX_REASON = 200;

	private static final int MAX_ROLES = 20;

	private static final int MAX_ROLE = 50;

	private final AccountCommands accounts;

	AdministrationController(AccountCommands accounts) {
		this.accounts = accounts;
	}

	@GetMapping
	Mono<AccountPage> search(Fields query) {
		AccountSearch search = AccountSearch.of(query);
		return found(search).map(AdministeredAccount::of)
			.collectList()
			.map((users) -> AccountPage.of(users, search.limit()));
	}

	private Flux<Account> found(AccountSearch search) {
		return (search.email() != null) ? this.accounts.find(search.email())
			.filter((account) -> search.status() == null || account.status() == search.status())
			.flux() : this.accounts.list(search.status(), search.after(), search.limit());
	}

	@GetMapping("/{id}")
	Mono<AdministeredAccount> show(@PathVariable String id) {
		return answer(this.accounts.find(user(id)));
	}

	@PostMapping("/{id}/lock")
	Mono<AdministeredAccount> lock(@PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body,
			@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		String reason = (body != null) ? reason(body) : null;
		return run(id, caller, exchange, (account, now) -> account.lock(reason));
	}

	@PostMapping("/{id}/unlock")
	Mono<AdministeredAccount> unlock(@PathVariable String id, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		return run(id, caller, exchange, (account, now) -> account.unlock());
	}

	@PutMapping(path = "/{id}/roles", consumes = MediaType.APPLICATION_JSON_VALUE)
	Mono<AdministeredAccount> changeRoles(@PathVariable String id, @RequestBody JsonNode body,
			@AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		Fields fields = new Fields(body);
		List<String> roles = fields.texts("roles", MAX_ROLES, MAX_ROLE, AdministrationController::role);
		fields.check();
		return run(id, caller, exchange, (account, now) -> account.changeRoles(new TreeSet<>(roles)));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> delete(@PathVariable String id, @AuthenticationPrincipal Caller caller, ServerWebExchange exchange) {
		return run(id, caller, exchange, (account, now) -> account.delete(DeletionReason.BY_ADMINISTRATOR)).then();
	}

	private Mono<AdministeredAccount> run(String id, Caller caller, ServerWebExchange exchange,
			AccountCommands.Command command) {
		Cause cause = Cause.byAdministrator(new UserId(caller.userId()), CorrelationId.of(exchange));
		return answer(this.accounts.run(user(id), cause, command));
	}

	private static Mono<AdministeredAccount> answer(Mono<Account> account) {
		return account.map(AdministeredAccount::of).switchIfEmpty(Mono.error(AdministrationController::notFound));
	}

	private static @Nullable String reason(JsonNode body) {
		Fields fields = new Fields(body);
		String reason = fields.optional("reason", MAX_REASON, Fields::line);
		fields.check();
		return reason;
	}

	private static String role(String text) {
		if (!text.matches("[a-z][a-z0-9-]*")) {
			throw new IllegalArgumentException("Must contain only lower-case letters, digits and hyphens");
		}
		return text;
	}

	private static UserId user(String id) {
		try {
			return UserId.of(id);
		}
		catch (IllegalArgumentException ex) {
			throw notFound();
		}
	}

	private static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

	/**
	 * A page of accounts.
	 *
	 * @param users in the order of their creation
	 * @param next the {@code after} of the next page; null at the end
	 */
	record AccountPage(List<AdministeredAccount> users, @Nullable String next) {

		static AccountPage of(List<AdministeredAccount> users, int limit) {
			return new AccountPage(users, (users.size() == limit) ? users.get(limit - 1).userId().toString() : null);
		}

	}

}
