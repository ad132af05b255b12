/**
 * The kinds of mail that users have switched off.
 */
@NullMarked
package dev.rollcall.notification.preference;

import org.jspecify.annotations.NullMarked;
