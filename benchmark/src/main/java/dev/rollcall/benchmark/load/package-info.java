/**
 * Sends HTTP requests at a constant rate, or as fast as they are answered, and measures
 * them.
 */
@NullMarked
package dev.rollcall.benchmark.load;

import org.jspecify.annotations.NullMarked;
