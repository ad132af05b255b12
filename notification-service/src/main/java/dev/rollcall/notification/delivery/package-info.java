/**
 * What has to leave the system because of an event, and the worker that sends it.
 */
@NullMarked
package dev.rollcall.notification.delivery;

import org.jspecify.annotations.NullMarked;
