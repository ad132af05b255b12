package dev.rollcall.acceptance.fault;

/**
 * A user as the client knows it.
 *
 * @param email the address
 * @param userId the id that the registration was answered with
 * @param consistency the token that came with it
 */
record Person(String email, String userId, String consistency) {

}
