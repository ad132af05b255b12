/**
 * Single-use links in mails: their tokens, their stored form, and how they are sent.
 */
@NullMarked
package dev.rollcall.registration.link;

import org.jspecify.annotations.NullMarked;
