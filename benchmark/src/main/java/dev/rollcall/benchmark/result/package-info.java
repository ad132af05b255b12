/**
 * Recorded results, the goals, and the page that is generated from them.
 */
@NullMarked
package dev.rollcall.benchmark.result;

import org.jspecify.annotations.NullMarked;
