/**
 * Owns accounts and credentials.
 */
@NullMarked
package dev.rollcall.registration;

import org.jspecify.annotations.NullMarked;
