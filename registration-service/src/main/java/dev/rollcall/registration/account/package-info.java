/**
 * Accounts: registration, and the user's own account.
 */
@NullMarked
package dev.rollcall.registration.account;

import org.jspecify.annotations.NullMarked;
