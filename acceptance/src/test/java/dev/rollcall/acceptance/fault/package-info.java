/**
 * The faults: whole systems under load while their parts are killed, paused, cut off and
 * fed with rubbish. Every scenario asserts every guarantee.
 */
@NullMarked
package dev.rollcall.acceptance.fault;

import org.jspecify.annotations.NullMarked;
