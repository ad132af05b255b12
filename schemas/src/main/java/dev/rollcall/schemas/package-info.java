/**
 * The contract between services and with subscribers: topics, schemas and shared types.
 */
@NullMarked
package dev.rollcall.schemas;

import org.jspecify.annotations.NullMarked;
