/**
 * The web pages.
 */
@NullMarked
package dev.rollcall.pages;

import org.jspecify.annotations.NullMarked;
