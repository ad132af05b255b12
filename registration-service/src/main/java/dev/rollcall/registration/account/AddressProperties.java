package dev.rollcall.registration.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of new e-mail addresses.
 *
 * @param asciiOnly whether only ASCII is taken before the @: set it if the mail server
 * has no SMTPUTF8 (RFC 6531), because it cannot deliver to other addresses. Domains are
 * not affected. Accounts that have such an address keep it
 */
@ConfigurationProperties("rollcall.addresses")
record AddressProperties(@DefaultValue("false") boolean asciiOnly) {
}
