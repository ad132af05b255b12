/**
 * Traces of the gateway and the services: when they are sent, and what no span contains.
 */
@NullMarked
package dev.rollcall.tracing;

import org.jspecify.annotations.NullMarked;
