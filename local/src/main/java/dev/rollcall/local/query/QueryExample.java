package dev.rollcall.local.query;

/**
 * A query of a shape.
 *
 * @param address host and port of the store
 * @param filter extended JSON
 * @param sort extended JSON
 */
public record QueryExample(String address, String database, String collection, String filter, String sort) {
}
