/**
 * Passwords: the policy, the hashing, and how hashes are published.
 */
@NullMarked
package dev.rollcall.registration.credential;

import org.jspecify.annotations.NullMarked;
