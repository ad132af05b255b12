/**
 * The deploy step: creates the topics and registers the schemas before any service runs.
 */
@NullMarked
package dev.rollcall.deployment;

import org.jspecify.annotations.NullMarked;
