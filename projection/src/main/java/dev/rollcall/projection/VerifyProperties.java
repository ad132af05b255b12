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
 */
@ConfigurationProperties("rollcall.verify")
record VerifyProperties(@DefaultValue("1h") Duration interval, @DefaultValue("30s") Duration lookAgain) {
}
