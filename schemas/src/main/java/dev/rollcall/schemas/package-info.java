/**
 * What names a topic, and the step that creates topics and registers schemas.
 */
@NullMarked
package dev.rollcall.schemas;

import org.jspecify.annotations.NullMarked;
