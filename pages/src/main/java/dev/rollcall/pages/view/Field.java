package dev.rollcall.pages.view;

import org.jspecify.annotations.Nullable;

/**
 * A field of a form, as it is shown.
 *
 * @param name its name in the form and in the REST API; {@code field.<name>} is its label
 * @param type of the input element
 * @param autocomplete what a password manager fills in (HTML, autofill field names)
 * @param value what the person entered; always empty for a password
 * @param error why it was refused; null if it was not
 */
public record Field(String name, String type, String autocomplete, boolean required, String value,
		@Nullable String error) {

	/** An e-mail address that is the person's user name. */
	public static Field userName() {
		return new Field("email", "email", "username", true, "", null);
	}

	/** The password of the account. */
	public static Field password(String name) {
		return new Field(name, "password", "current-password", true, "", null);
	}

	/** A new password for the account. */
	public static Field newPassword(String name) {
		return new Field(name, "password", "new-password", true, "", null);
	}

	/** A field that may stay empty. */
	public static Field optional(String name, String autocomplete) {
		return new Field(name, "text", autocomplete, false, "", null);
	}

	/** An e-mail address that is not the user name yet. */
	public static Field email(String name) {
		return new Field(name, "email", "email", true, "", null);
	}

	boolean isSecret() {
		return this.type.equals("password");
	}

	/** Whether the field has a hint. */
	public boolean hinted() {
		return this.autocomplete.equals("new-password");
	}

	Field filled(@Nullable String entered) {
		return new Field(this.name, this.type, this.autocomplete, this.required,
				(entered == null || isSecret()) ? "" : entered, this.error);
	}

	Field refused(String reason) {
		return new Field(this.name, this.type, this.autocomplete, this.required, this.value, reason);
	}

}
