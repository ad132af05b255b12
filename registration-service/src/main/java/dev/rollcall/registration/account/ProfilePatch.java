package dev.rollcall.registration.account;

import java.util.Set;

import dev.rollcall.web.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of the profile: an absent field stays, null removes it (RFC 7396).
 */
record ProfilePatch(Set<String> given, Profile profile) {

	static ProfilePatch read(JsonNode body) {
		Fields fields = new Fields(body);
		Profile profile = ProfileFields.read(fields);
		fields.check();
		return new ProfilePatch(Set.copyOf(body.propertyNames()), profile);
	}

	Profile applied(Profile current) {
		return new Profile(chosen(ProfileFields.DISPLAY_NAME, this.profile.displayName(), current.displayName()),
				chosen(ProfileFields.LOCALE, this.profile.locale(), current.locale()));
	}

	private @Nullable String chosen(String field, @Nullable String wanted, @Nullable String current) {
		return this.given.contains(field) ? wanted : current;
	}

}
