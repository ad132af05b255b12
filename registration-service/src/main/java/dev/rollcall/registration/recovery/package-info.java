/**
 * A new password for who has forgotten the former one but reads the account's mail.
 */
@NullMarked
package dev.rollcall.registration.recovery;

import org.jspecify.annotations.NullMarked;
