package dev.rollcall.pages.console;

import dev.rollcall.pages.view.Time;
import tools.jackson.databind.JsonNode;

import org.springframework.web.server.ServerWebExchange;

/**
 * A user, as administrators see them.
 *
 * @param roles separated by spaces
 */
record User(String id, String email, String displayName, boolean locked, boolean emailVerified, String roles,
		long version, Time registeredAt) {

	static User of(JsonNode user, ServerWebExchange exchange) {
		return new User(user.path("userId").asString(""), user.path("email").asString(""),
				user.path("displayName").asString(""), user.path("status").asString("").equals("locked"),
				user.path("emailVerified").asBoolean(false),
				String.join(" ", user.path("roles").valueStream().map((role) -> role.asString("")).toList()),
				user.path("version").asLong(0), Time.of(user.path("registeredAt"), exchange));
	}

}
