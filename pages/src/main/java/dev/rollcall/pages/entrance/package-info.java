/**
 * Signing up, in and out.
 */
@NullMarked
package dev.rollcall.pages.entrance;

import org.jspecify.annotations.NullMarked;
