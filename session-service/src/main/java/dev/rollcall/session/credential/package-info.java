/**
 * Password hashes: opened, read and verified.
 */
@NullMarked
package dev.rollcall.session.credential;

import org.jspecify.annotations.NullMarked;
