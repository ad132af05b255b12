/**
 * Lets a sign-in wait for the registration just before it.
 */
@NullMarked
package dev.rollcall.session.consistency;

import org.jspecify.annotations.NullMarked;
