package dev.rollcall.session.device;

/**
 * A device on which a user has signed in before.
 *
 * @param id names it, at random
 */
public record KnownDevice(String id) {
}
