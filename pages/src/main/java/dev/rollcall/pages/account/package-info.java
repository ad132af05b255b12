/**
 * A user's own account.
 */
@NullMarked
package dev.rollcall.pages.account;

import org.jspecify.annotations.NullMarked;
