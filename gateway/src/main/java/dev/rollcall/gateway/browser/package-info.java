/**
 * Sessions of browsers: their tokens are in cookies that no script reads, and the gateway
 * turns them into what services take.
 */
@NullMarked
package dev.rollcall.gateway.browser;

import org.jspecify.annotations.NullMarked;
