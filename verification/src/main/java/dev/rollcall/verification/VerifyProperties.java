package dev.rollcall.verification;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of verification.
 *
 * @param interval the mean pause between two scheduled checks of a service, with jitter.
 * Each reads what is new and a part of the rest in turn. 0 (the default) switches
 * scheduled checks off
 * @param lookAgain how long a difference is rechecked before it counts, and the age at
 * which a published message is compared; must be longer than any message is in flight
 * @param longestRest the maximum pause after each 500 records read, taken when CPU is
 * scarce; 0 switches pauses off
 */
@ConfigurationProperties("rollcall.verify")
public record VerifyProperties(@DefaultValue("0") Duration interval, @DefaultValue("30s") Duration lookAgain,
		@DefaultValue("5s") Duration longestRest) {
}
