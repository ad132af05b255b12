package dev.rollcall.notification.preference;

import java.security.Principal;
import java.util.Map;

import dev.rollcall.notification.request.InvalidRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The preferences of the access token's user.
 */
@RestController
@RequestMapping("/api/v1/notifications/preferences")
final class PreferenceController {

	private final Preferences preferences;

	PreferenceController(Preferences preferences) {
		this.preferences = preferences;
	}

	@GetMapping
	Mono<Wanted> show(Principal user) {
		return this.preferences.find(user.getName()).map(Wanted::new);
	}

	@PutMapping
	Mono<Wanted> change(Principal user, @RequestBody Wanted wanted) {
		Map<String, Boolean> email = wanted.checked();
		return this.preferences.change(user.getName(), email).then(Mono.defer(() -> show(user)));
	}

	/**
	 * A user's preferences.
	 *
	 * @param email whether the user wants mails of a kind
	 */
	record Wanted(@Nullable Map<String, Boolean> email) {

		Map<String, Boolean> checked() {
			if (this.email == null) {
				throw new InvalidRequest("email", "required", "is required");
			}
			this.email.forEach((kind, wanted) -> {
				if (Preferences.optional().noneMatch(kind::equals)) {
					throw new InvalidRequest("email", "invalid", "names a kind that cannot be switched off");
				}
				if (wanted == null) {
					throw new InvalidRequest("email", "invalid", "must be true or false for each kind");
				}
			});
			return this.email;
		}

	}

}
