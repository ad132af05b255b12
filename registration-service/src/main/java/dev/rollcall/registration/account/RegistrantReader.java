package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.registration.credential.PasswordFault;
import dev.rollcall.registration.credential.PasswordPolicy;
import dev.rollcall.schemas.EmailAddress;
import dev.rollcall.web.Fields;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Reads the body of a registration and reports all errors in it.
 */
@Component
class RegistrantReader {

	private static final String PASSWORD = "password";

	private final PasswordPolicy policy;

	private final NewAddress addresses;

	RegistrantReader(PasswordPolicy policy, NewAddress addresses) {
		this.policy = policy;
		this.addresses = addresses;
	}

	Mono<Registrant> read(JsonNode body) {
		Fields fields = new Fields(body);
		Fields.Field<EmailAddress> email = fields.required("email", EmailAddress.MAX_LENGTH, this.addresses::read);
		Fields.Field<Password> password = fields.required(PASSWORD, Integer.MAX_VALUE, Password::new);
		Profile profile = ProfileFields.read(fields);
		return fault(password.value(), email.value(), profile)
			.doOnNext((fault) -> fields.refuse(PASSWORD, fault.code(), fault.message()))
			.then(Mono.fromCallable(() -> {
				fields.check();
				return new Registrant(email.get(), password.get(), profile);
			}));
	}

	private Mono<PasswordFault> fault(@Nullable Password password, @Nullable EmailAddress email, Profile profile) {
		return (password != null)
				? this.policy.check(password, (email != null) ? email.written() : null, profile.displayName())
				: Mono.empty();
	}

}
