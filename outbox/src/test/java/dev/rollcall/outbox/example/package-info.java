/**
 * An outbox in another team's aggregate, orders. Uses only the library's public API.
 */
package dev.rollcall.outbox.example;
