/**
 * The deploy step: creates the topics and registers the schemas, before any service runs.
 */
@NullMarked
package dev.rollcall.schemas.deploy;

import org.jspecify.annotations.NullMarked;
