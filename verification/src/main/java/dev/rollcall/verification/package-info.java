/**
 * Comparing the content of a store with the log, and repairing the differences.
 */
@NullMarked
package dev.rollcall.verification;

import org.jspecify.annotations.NullMarked;
