/**
 * The REST API, called as the person of the current request.
 */
@NullMarked
package dev.rollcall.pages.api;

import org.jspecify.annotations.NullMarked;
