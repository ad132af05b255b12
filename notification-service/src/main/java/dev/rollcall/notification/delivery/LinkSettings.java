package dev.rollcall.notification.delivery;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Targets of the links in mails: pages of the application, which pass the token on.
 *
 * @param verification verifies an address ({@code POST /api/v1/email-verifications})
 * @param change makes a new address the account's (the same call); by default the page
 * that verifies one
 * @param undo reverts a change of the address (the same call)
 * @param recovery sets a new password ({@code POST /api/v1/password-resets/confirm})
 */
@ConfigurationProperties("rollcall.links")
record LinkSettings(@DefaultValue("http://127.0.0.1:8080/verify-email") URI verification, @Nullable URI change,
		@DefaultValue("http://127.0.0.1:8080/undo-email-change") URI undo,
		@DefaultValue("http://127.0.0.1:8080/reset-password") URI recovery) {

	@Override
	public URI change() {
		return (this.change != null) ? this.change : this.verification;
	}

}
