/**
 * Parts of the test platform in Docker containers.
 */
@NullMarked
package dev.rollcall.containers;

import org.jspecify.annotations.NullMarked;
