/**
 * The systems that are measured: Rollcall, and what users would pick instead.
 */
@NullMarked
package dev.rollcall.benchmark.peer;

import org.jspecify.annotations.NullMarked;
