/**
 * The store's process: servers that speak MongoDB's protocol and keep their data in
 * files.
 */
@NullMarked
package dev.rollcall.local.store;

import org.jspecify.annotations.NullMarked;
