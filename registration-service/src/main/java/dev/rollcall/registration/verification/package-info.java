/**
 * Verification of e-mail addresses by a link, after a registration and for a change of
 * the address.
 */
@NullMarked
package dev.rollcall.registration.verification;

import org.jspecify.annotations.NullMarked;
