package dev.rollcall.registration.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of registration.
 *
 * @param discloseTakenEmail whether a registration with a taken address gets 409. If not
 * (strict mode), every registration gets 202 with an empty body. Set it in
 * session-service too
 */
@ConfigurationProperties("rollcall.registration")
record RegistrationProperties(@DefaultValue("true") boolean discloseTakenEmail) {
}
