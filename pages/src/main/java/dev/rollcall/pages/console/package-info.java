/**
 * The console of administrators.
 */
@NullMarked
package dev.rollcall.pages.console;

import org.jspecify.annotations.NullMarked;
