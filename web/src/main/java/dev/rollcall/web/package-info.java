/**
 * How a Rollcall service responds to HTTP requests.
 */
@NullMarked
package dev.rollcall.web;

import org.jspecify.annotations.NullMarked;
