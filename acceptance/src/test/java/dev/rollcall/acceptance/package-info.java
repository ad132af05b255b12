/**
 * Black-box tests of the running system, started by the launcher.
 */
@NullMarked
package dev.rollcall.acceptance;

import org.jspecify.annotations.NullMarked;
