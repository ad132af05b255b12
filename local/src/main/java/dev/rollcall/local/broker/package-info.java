/**
 * The process of the broker.
 */
@NullMarked
package dev.rollcall.local.broker;

import org.jspecify.annotations.NullMarked;
