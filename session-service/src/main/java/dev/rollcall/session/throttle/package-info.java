/**
 * Limits on failed sign-ins.
 */
@NullMarked
package dev.rollcall.session.throttle;

import org.jspecify.annotations.NullMarked;
