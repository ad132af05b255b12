/**
 * The processes of a system on one machine: names, ports, files, secrets and commands.
 */
@NullMarked
package dev.rollcall.local.process;

import org.jspecify.annotations.NullMarked;
