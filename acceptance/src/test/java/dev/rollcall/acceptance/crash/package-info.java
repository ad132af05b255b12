/**
 * Crash points: places in the services' code where a test has a JVM end or pause. They
 * are woven in by a Java agent that the tests make; the services know nothing of them.
 */
@NullMarked
package dev.rollcall.acceptance.crash;

import org.jspecify.annotations.NullMarked;
