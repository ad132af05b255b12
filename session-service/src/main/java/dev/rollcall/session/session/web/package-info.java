/**
 * The endpoints of sign-in, refresh and sessions.
 */
@NullMarked
package dev.rollcall.session.session.web;

import org.jspecify.annotations.NullMarked;
