/**
 * Sessions and refresh tokens: sign-in, refresh, list, end.
 */
@NullMarked
package dev.rollcall.session.session;

import org.jspecify.annotations.NullMarked;
