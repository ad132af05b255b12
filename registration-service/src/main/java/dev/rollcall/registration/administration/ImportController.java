package dev.rollcall.registration.administration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.rollcall.registration.account.AccountCommands;
import dev.rollcall.registration.account.Cause;
import dev.rollcall.registration.account.Import;
import dev.rollcall.registration.account.NewAddress;
import dev.rollcall.registration.account.Profile;
import dev.rollcall.registration.account.ProfileFields;
import dev.rollcall.registration.hash.ImportedHashes;
import dev.rollcall.registration.hash.RefusedHash;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.schemas.PasswordHash;
import dev.rollcall.schemas.UserId;
import dev.rollcall.web.Caller;
import dev.rollcall.web.CorrelationId;
import dev.rollcall.web.FieldError;
import dev.rollcall.web.Fields;
import dev.rollcall.web.InvalidRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Imports users, one per line, and responds with one line each, in the same order. It
 * reads no faster than accounts are stored and holds at most {@value #AT_ONCE} lines. A
 * wrong line does not affect the others. An administrator who loses the role meanwhile
 * imports nothing more.
 */
@RestController
class ImportController {

	private static final int AT_ONCE = 32;

	/** How often the import checks that its administrator still is one. */
	private static final Duration CONFIRMATION = Duration.ofMillis(500);

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(4);

	private static final String HASH = "passwordHash";

	private static final String VERIFIED = "emailVerified";

	private static final String CREATED_AT = "createdAt";

	private static final int MAX_TIME = 40;

	private final Import accounts;

	private final NewAddress addresses;

	private final AccountCommands administrators;

	private final ImportedHashes hashes;

	private final JsonMapper json;

	private final Clock clock;

	ImportController(Import accounts, NewAddress addresses, AccountCommands administrators, ImportedHashes hashes,
			JsonMapper json, Clock clock) {
		this.addresses = addresses;
		this.accounts = accounts;
		this.administrators = administrators;
		this.hashes = hashes;
		this.json = json;
		this.clock = clock;
	}

	@PostMapping(path = "/api/v1/admin/users/import", consumes = MediaType.APPLICATION_NDJSON_VALUE,
			produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<ImportResult> take(@RequestBody Flux<DataBuffer> body, @AuthenticationPrincipal Caller caller,
			ServerWebExchange exchange) {
		UserId administrator = new UserId(caller.userId());
		Cause cause = Cause.byAdministrator(administrator, CorrelationId.of(exchange));
		Mono<Boolean> confirmed = Mono.defer(() -> this.administrators.isAdministrator(administrator))
			.timeout(STORE_TIMEOUT)
			.cache(CONFIRMATION);
		Turns turns = new Turns();
		return Lines.of(body)
			.filter((line) -> !line.isBlank())
			.flatMapSequential((line) -> take(line, turns, cause, confirmed), AT_ONCE, 1);
	}

	/** The administrator has lost the role, while lines still arrive. */
	private static ImportResult forbidden(Lines.Line line) {
		return ImportResult.refused(line.number(),
				List.of(new FieldError("line", "forbidden", "Your account is no longer an active administrator")));
	}

	private Mono<ImportResult> take(Lines.Line line, Turns turns, Cause cause, Mono<Boolean> confirmed) {
		try {
			Import.Newcomer newcomer = read(line);
			Mono<ImportResult> taken = this.accounts.take(newcomer, cause).map((outcome) -> switch (outcome.kind()) {
				case CREATED -> ImportResult.created(line.number(), outcome.user().value());
				case EXISTS -> ImportResult.exists(line.number());
				case FAILED -> ImportResult.failed(line.number());
			});
			return turns.inOrder(newcomer.email(),
					confirmed.map((admitted) -> admitted ? taken : Mono.just(forbidden(line)))
						.onErrorReturn(Mono.just(ImportResult.failed(line.number())))
						.flatMap((result) -> result));
		}
		catch (InvalidRequest ex) {
			return Mono.just(ImportResult.refused(line.number(), ex.errors()));
		}
	}

	private Import.Newcomer read(Lines.Line line) {
		Fields fields = fields(line);
		Fields.Field<EmailAddress> email = fields.required("email", EmailAddress.MAX_LENGTH, this.addresses::read);
		PasswordHash hash = hash(fields);
		Profile profile = ProfileFields.read(fields);
		boolean verified = Boolean.TRUE.equals(fields.flag(VERIFIED));
		Instant createdAt = fields.optional(CREATED_AT, MAX_TIME, this::past);
		fields.check();
		return new Import.Newcomer(email.get(), profile, hash, verified, createdAt);
	}

	private Fields fields(Lines.Line line) {
		byte[] text = line.text();
		if (text == null) {
			throw refused("too-long", "A line has at most 16 KB");
		}
		try {
			return new Fields(this.json.readTree(text));
		}
		catch (JacksonException ex) {
			throw refused("malformed", "The line is not JSON");
		}
	}

	private @Nullable PasswordHash hash(Fields fields) {
		try {
			return fields.optional(HASH, ImportedHashes.MAX_LENGTH, this.hashes::read);
		}
		catch (RefusedHash ex) {
			fields.refuse(HASH, ex.code(), String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private Instant past(String text) {
		try {
			Instant time = Instant.parse(text);
			if (!time.isBefore(Instant.EPOCH) && !time.isAfter(this.clock.instant())) {
				return time;
			}
		}
		catch (DateTimeParseException ex) {
			// Refused below.
		}
		throw new IllegalArgumentException("Must be a time by RFC 3339, from 1970 on and not in the future");
	}

	/**
	 * The lines in progress. Lines with the same address run one after another, in order.
	 */
	private static final class Turns {

		private final Map<String, Mono<Void>> last = new ConcurrentHashMap<>();

		<T> Mono<T> inOrder(EmailAddress address, Mono<T> step) {
			Sinks.Empty<Void> end = Sinks.empty();
			Mono<Void> ended = end.asMono();
			Mono<Void> before = this.last.put(address.canonical(), ended);
			return ((before != null) ? before.then(step) : step).doFinally((signal) -> {
				this.last.remove(address.canonical(), ended);
				end.tryEmitEmpty();
			});
		}

	}

	private static InvalidRequest refused(String code, String message) {
		return new InvalidRequest("line", code, message);
	}

}
