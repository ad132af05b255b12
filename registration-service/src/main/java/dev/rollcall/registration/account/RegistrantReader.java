package dev.rollcall.registration.account;

import java.util.Objects;
import java.util.Set;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordFault;
import dev.rollcall.registration.credential.PasswordPolicy;
import dev.rollcall.registration.web.Fields;
import dev.rollcall.schemas.EmailAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Reads the body of a registration and finds all that is wrong with it.
 */
@Component
class RegistrantReader {

	private static final String PASSWORD = "password";

	private static final Set<String> KNOWN = Set.of("email", PASSWORD, ProfileFields.DISPLAY_NAME,
			ProfileFields.LOCALE);

	private final PasswordPolicy policy;

	RegistrantReader(PasswordPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Reads a body.
	 * @param body the body
	 * @return what the person gave; fails with
	 * {@link dev.rollcall.registration.web.InvalidRequest}
	 */
	Mono<Registrant> read(JsonNode body) {
		Fields fields = new Fields(body, KNOWN);
		EmailAddress email = fields.required("email", EmailAddress.MAX_LENGTH, EmailAddress::of);
		Password password = fields.required(PASSWORD, Integer.MAX_VALUE, Password::new);
		Profile profile = ProfileFields.read(fields);
		return fault(password, email).doOnNext((fault) -> fields.refuse(PASSWORD, fault.code(), fault.message()))
			.then(Mono.fromCallable(() -> {
				fields.check();
				return new Registrant(Objects.requireNonNull(email), Objects.requireNonNull(password), profile);
			}));
	}

	private Mono<PasswordFault> fault(@Nullable Password password, @Nullable EmailAddress email) {
		return (password != null) ? this.policy.check(password, (email != null) ? email.written() : null)
				: Mono.empty();
	}

}
