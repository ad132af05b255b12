/**
 * Benchmarks of single operations, with JMH. They run in JVMs of their own.
 */
@NullMarked
package dev.rollcall.benchmark.micro;

import org.jspecify.annotations.NullMarked;
