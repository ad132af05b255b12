/**
 * Notification-service: what users are told, and how it reaches them.
 */
@NullMarked
package dev.rollcall.notification;

import org.jspecify.annotations.NullMarked;
