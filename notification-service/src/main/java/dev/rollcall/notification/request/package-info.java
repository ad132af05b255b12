/**
 * Access rules, and the failures of the store.
 */
@NullMarked
package dev.rollcall.notification.request;

import org.jspecify.annotations.NullMarked;
