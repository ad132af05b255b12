/**
 * Password hashes as other systems write them.
 */
@NullMarked
package dev.rollcall.registration.hash;

import org.jspecify.annotations.NullMarked;
