package dev.rollcall.registration.account;

import dev.rollcall.registration.credential.Password;
import dev.rollcall.schemas.EmailAddress;

/**
 * A valid registration request.
 */
record Registrant(EmailAddress email, Password password, Profile profile) {
}
