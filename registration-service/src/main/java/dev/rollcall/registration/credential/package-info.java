/**
 * Passwords: which are taken, how they are hashed, how a hash leaves the service.
 */
@NullMarked
package dev.rollcall.registration.credential;

import org.jspecify.annotations.NullMarked;
