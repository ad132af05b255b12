/**
 * Sessions and refresh tokens: sign-in, rotation, list, end.
 */
@NullMarked
package dev.rollcall.session.session;

import org.jspecify.annotations.NullMarked;
