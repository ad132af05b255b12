/**
 * The in-app channel: a bounded inbox per user.
 */
@NullMarked
package dev.rollcall.notification.inbox;

import org.jspecify.annotations.NullMarked;
