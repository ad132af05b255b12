/**
 * Accounts: registration, and what a user sees of the own account.
 */
@NullMarked
package dev.rollcall.registration.account;

import org.jspecify.annotations.NullMarked;
