/**
 * The projected accounts, and how sign-in finds one.
 */
@NullMarked
package dev.rollcall.session.account;

import org.jspecify.annotations.NullMarked;
