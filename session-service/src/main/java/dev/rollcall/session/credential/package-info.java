/**
 * Decrypts password hashes and verifies passwords.
 */
@NullMarked
package dev.rollcall.session.credential;

import org.jspecify.annotations.NullMarked;
