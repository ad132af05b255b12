/** Streams of events: their connections, their number and their end. */
@NullMarked
package dev.rollcall.gateway.stream;

import org.jspecify.annotations.NullMarked;
