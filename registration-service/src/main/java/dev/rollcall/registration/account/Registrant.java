package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.EmailAddress;

/**
 * What a person gives to register, found valid.
 *
 * @param email the address
 * @param password the password
 * @param profile the rest
 */
record Registrant(EmailAddress email, Password password, Profile profile) {
}
