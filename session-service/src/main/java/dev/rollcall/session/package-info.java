/**
 * The service that owns sessions, tokens and signing keys.
 */
@NullMarked
package dev.rollcall.session;

import org.jspecify.annotations.NullMarked;
