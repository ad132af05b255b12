/**
 * The parts of the test platform that run in containers, where there is Docker.
 */
@NullMarked
package dev.rollcall.containers;

import org.jspecify.annotations.NullMarked;
