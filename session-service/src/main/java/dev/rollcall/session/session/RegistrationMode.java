package dev.rollcall.session.session;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people register: the setting of registration-service, under the same name, because
 * sign-in must not give away what registration keeps to itself.
 *
 * @param discloseTakenEmail whether a registration says that its address is taken. If
 * not, a user signs in only once the address is verified: else whoever registers learns
 * by signing in whether the address was free
 */
@ConfigurationProperties("rollcall.registration")
record RegistrationMode(@DefaultValue("true") boolean discloseTakenEmail) {
}
