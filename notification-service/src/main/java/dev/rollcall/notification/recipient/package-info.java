/**
 * Where users are reached.
 */
@NullMarked
package dev.rollcall.notification.recipient;

import org.jspecify.annotations.NullMarked;
