package dev.rollcall.registration.account;

import dev.rollcall.schemas.EmailAddress;

import org.springframework.stereotype.Component;

/**
 * Reads addresses that are to become an account's: by registration, change or import.
 */
@Component
public final class NewAddress {

	private final AddressProperties properties;

	NewAddress(AddressProperties properties) {
		this.properties = properties;
	}

	/**
	 * Reads an address.
	 * @throws IllegalArgumentException if mail cannot be sent to it
	 */
	public EmailAddress read(String text) {
		EmailAddress address = EmailAddress.of(text);
		if (this.properties.asciiOnly() && address.needsSmtpUtf8()) {
			throw new IllegalArgumentException("Must have only ASCII characters before the @");
		}
		return address;
	}

}
