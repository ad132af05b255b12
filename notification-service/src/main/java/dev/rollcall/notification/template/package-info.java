/**
 * Texts of mails and notifications.
 */
@NullMarked
package dev.rollcall.notification.template;

import org.jspecify.annotations.NullMarked;
