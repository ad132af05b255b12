package dev.rollcall.registration.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether commands are accepted.
 *
 * @param enabled false after a restore from a backup, until {@code verify --repair} has
 * brought the store up to the log; until then nothing is published either
 */
@ConfigurationProperties("rollcall.writes")
record WritesProperties(@DefaultValue("true") boolean enabled) {
}
