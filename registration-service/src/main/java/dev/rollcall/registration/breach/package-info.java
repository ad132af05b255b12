/**
 * Refuses new passwords that are known from breaches of other services.
 */
@NullMarked
package dev.rollcall.registration.breach;

import org.jspecify.annotations.NullMarked;
