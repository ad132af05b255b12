/**
 * The machine that benchmarks run on, and the CPU time of its processes.
 */
@NullMarked
package dev.rollcall.benchmark.machine;

import org.jspecify.annotations.NullMarked;
