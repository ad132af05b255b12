/**
 * How many wrong passwords may be tried.
 */
@NullMarked
package dev.rollcall.session.throttle;

import org.jspecify.annotations.NullMarked;
