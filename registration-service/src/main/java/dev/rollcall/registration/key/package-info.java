/**
 * The secret keys, read from files.
 */
@NullMarked
package dev.rollcall.registration.key;

import org.jspecify.annotations.NullMarked;
