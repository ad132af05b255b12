/**
 * What lets a sign-in wait for the registration that came just before it.
 */
@NullMarked
package dev.rollcall.session.consistency;

import org.jspecify.annotations.NullMarked;
