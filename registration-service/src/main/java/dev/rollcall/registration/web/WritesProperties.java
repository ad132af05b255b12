package dev.rollcall.registration.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether commands are taken.
 *
 * @param enabled off after the store was restored from a backup, until {@code verify
 * --repair} has brought it up to the log; nothing is published meanwhile either
 */
@ConfigurationProperties("rollcall.writes")
record WritesProperties(@DefaultValue("true") boolean enabled) {
}
