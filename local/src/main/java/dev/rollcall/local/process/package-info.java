/**
 * The processes of the whole system on one machine: their names, ports, files, secrets
 * and commands.
 */
@NullMarked
package dev.rollcall.local.process;

import org.jspecify.annotations.NullMarked;
