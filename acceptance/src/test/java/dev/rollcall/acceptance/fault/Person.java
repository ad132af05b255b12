package dev.rollcall.acceptance.fault;

/**
 * What the client knows about a user.
 *
 * @param email the address
 * @param userId the id in the response to the registration
 * @param password the password
 * @param consistency the consistency token of the newest change
 */
record Person(String email, String userId, String password, String consistency) {

}
