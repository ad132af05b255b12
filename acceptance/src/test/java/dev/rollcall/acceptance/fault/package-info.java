/**
 * Fault scenarios: a whole system under load while its parts are killed, paused, cut off
 * or sent invalid records. Every scenario asserts all guarantees.
 */
@NullMarked
package dev.rollcall.acceptance.fault;

import org.jspecify.annotations.NullMarked;
