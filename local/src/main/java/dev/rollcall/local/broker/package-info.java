/**
 * The broker's process.
 */
@NullMarked
package dev.rollcall.local.broker;

import org.jspecify.annotations.NullMarked;
