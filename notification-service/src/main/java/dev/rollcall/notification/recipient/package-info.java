/**
 * Addresses and names of users, from the log.
 */
@NullMarked
package dev.rollcall.notification.recipient;

import org.jspecify.annotations.NullMarked;
