/**
 * What users do not want mails of.
 */
@NullMarked
package dev.rollcall.notification.preference;

import org.jspecify.annotations.NullMarked;
