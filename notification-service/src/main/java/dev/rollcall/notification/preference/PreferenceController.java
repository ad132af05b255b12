package dev.rollcall.notification.preference;

import java.util.Map;
import java.util.stream.Collectors;

import dev.rollcall.web.Caller;
import dev.rollcall.web.Fields;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

	private static final String EMAIL = "email";

	private final Preferences preferences;

	PreferenceController(Preferences preferences) {
		this.preferences = preferences;
	}

	@GetMapping
	Mono<Wanted> show(@AuthenticationPrincipal Caller caller) {
		return this.preferences.find(caller.userId().toString()).map(Wanted::new);
	}

	@PutMapping
	Mono<Wanted> change(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode body) {
		Fields fields = new Fields(body);
		JsonNode email = fields.object(EMAIL).value();
		Map<String, Boolean> wanted = (email != null) ? kinds(fields, email) : Map.of();
		fields.check();
		return this.preferences.change(caller.userId().toString(), wanted).then(Mono.defer(() -> show(caller)));
	}

	private static Map<String, Boolean> kinds(Fields fields, JsonNode email) {
		if (!Preferences.optional().toList().containsAll(email.propertyNames())) {
			fields.refuse(EMAIL, "invalid", "Contains a kind that cannot be switched off");
		}
		if (!email.valueStream().allMatch(JsonNode::isBoolean)) {
			fields.refuse(EMAIL, "invalid", "true or false is expected for each kind");
		}
		return email.propertyStream()
			.collect(Collectors.toMap(Map.Entry::getKey, (kind) -> kind.getValue().asBoolean(false)));
	}

	/**
	 * A user's preferences.
	 *
	 * @param email whether the user wants mails of a kind
	 */
	record Wanted(Map<String, Boolean> email) {
	}

}
