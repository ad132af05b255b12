package dev.rollcall.registration.account;

/**
 * Whether the user may sign in.
 */
enum AccountStatus {

	ACTIVE, LOCKED

}
