package dev.rollcall.session.device;

/**
 * A device on which a user has signed in.
 *
 * @param id a random id
 */
public record KnownDevice(String id) {
}
