/**
 * The accounts as the user events tell of them, and how sign-in finds one.
 */
@NullMarked
package dev.rollcall.session.account;

import org.jspecify.annotations.NullMarked;
