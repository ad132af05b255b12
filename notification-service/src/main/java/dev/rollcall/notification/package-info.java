/**
 * Notification-service: mails and notifications that inform users about their account.
 */
@NullMarked
package dev.rollcall.notification;

import org.jspecify.annotations.NullMarked;
