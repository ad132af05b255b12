/**
 * How often somebody may try what guesses or mails could be had by.
 */
@NullMarked
package dev.rollcall.registration.throttle;

import org.jspecify.annotations.NullMarked;
