/**
 * Crash points: places in the services' code where a test ends or pauses a JVM. A Java
 * agent that the tests create adds them. The services do not depend on them.
 */
@NullMarked
package dev.rollcall.acceptance.crash;

import org.jspecify.annotations.NullMarked;
