package dev.rollcall.registration.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people register.
 *
 * @param discloseTakenEmail whether a registration with a taken address is answered 409.
 * If not, every registration is answered 202 with nothing in it, and only the owner of
 * the address learns which it was; session-service takes the same setting
 */
@ConfigurationProperties("rollcall.registration")
record RegistrationProperties(@DefaultValue("true") boolean discloseTakenEmail) {
}
