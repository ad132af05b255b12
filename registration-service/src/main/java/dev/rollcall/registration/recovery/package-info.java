/**
 * Password resets, by a link that is sent to the account's address.
 */
@NullMarked
package dev.rollcall.registration.recovery;

import org.jspecify.annotations.NullMarked;
