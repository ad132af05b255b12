/**
 * The parts of the embedded platform as processes: their commands, their probes, and the
 * platform that tests start.
 */
@NullMarked
package dev.rollcall.local.platform;

import org.jspecify.annotations.NullMarked;
