/**
 * Searches topics and stores for what is left of deleted users.
 */
@NullMarked
package dev.rollcall.local.erasure;

import org.jspecify.annotations.NullMarked;
