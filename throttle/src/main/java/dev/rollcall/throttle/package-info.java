/**
 * Limits what guessing at passwords can use up: attempts per key, in sliding windows that
 * all instances of a service share, and the threads and memory of hashes.
 */
@NullMarked
package dev.rollcall.throttle;

import org.jspecify.annotations.NullMarked;
