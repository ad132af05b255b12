/**
 * The demonstration: one user's path through the whole system.
 */
@NullMarked
package dev.rollcall.local.demo;

import org.jspecify.annotations.NullMarked;
