package dev.rollcall.projection;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of verification.
 *
 * @param interval the mean pause between two scheduled checks of an instance, with jitter
 * so that instances do not check at once; 0 for none
 * @param lookAgain how long what differs is looked at again before it counts: longer than
 * anything is in flight
 * @param longestRest how long a check rests at most, after each 500 records that it read,
 * where processors are short, so that what serves has them; 0: it never gives way
 */
@ConfigurationProperties("rollcall.verify")
record VerifyProperties(@DefaultValue("1h") Duration interval, @DefaultValue("30s") Duration lookAgain,
		@DefaultValue("5s") Duration longestRest) {
}
