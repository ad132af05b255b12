/**
 * The benchmarks behind {@code ./rollcall bench}.
 */
@NullMarked
package dev.rollcall.benchmark;

import org.jspecify.annotations.NullMarked;
