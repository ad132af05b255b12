/**
 * Limits on password checks and on mails with links.
 */
@NullMarked
package dev.rollcall.registration.throttle;

import org.jspecify.annotations.NullMarked;
