/**
 * What a message says.
 */
@NullMarked
package dev.rollcall.notification.template;

import org.jspecify.annotations.NullMarked;
