package dev.rollcall.acceptance.fault;

/**
 * A user as the client knows it.
 *
 * @param email the address
 * @param userId the id that the registration was answered with
 * @param password the password
 * @param consistency the token that came with the newest change
 */
record Person(String email, String userId, String password, String consistency) {

}
