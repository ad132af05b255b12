/**
 * What another team writes to have an outbox in its own aggregate: orders. Uses nothing
 * but the library's public API.
 */
package dev.rollcall.outbox.example;
