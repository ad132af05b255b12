/**
 * The queries that services send during tests, and the indexes that serve them.
 */
@NullMarked
package dev.rollcall.local.query;

import org.jspecify.annotations.NullMarked;
