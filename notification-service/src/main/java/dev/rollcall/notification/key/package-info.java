/**
 * The service's secrets.
 */
@NullMarked
package dev.rollcall.notification.key;

import org.jspecify.annotations.NullMarked;
