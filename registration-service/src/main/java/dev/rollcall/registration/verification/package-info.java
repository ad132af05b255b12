/**
 * Addresses that mail arrives at: shown by a link, when a user signs up and when a user
 * changes to another one.
 */
@NullMarked
package dev.rollcall.registration.verification;

import org.jspecify.annotations.NullMarked;
