/**
 * Limits attempts per key in a sliding window that all instances of a service share.
 */
@NullMarked
package dev.rollcall.throttle;

import org.jspecify.annotations.NullMarked;
