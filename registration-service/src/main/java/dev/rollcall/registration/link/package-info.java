/**
 * Single-use links that prove who reads a mail: their tokens, what an account keeps of
 * them, how they leave the service.
 */
@NullMarked
package dev.rollcall.registration.link;

import org.jspecify.annotations.NullMarked;
