/**
 * HTTP calls with JSON bodies.
 */
@NullMarked
package dev.rollcall.local.http;

import org.jspecify.annotations.NullMarked;
