/**
 * Deliveries that events cause, and the workers that send them.
 */
@NullMarked
package dev.rollcall.notification.delivery;

import org.jspecify.annotations.NullMarked;
