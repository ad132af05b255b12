/**
 * The mail server's process: takes every mail, delivers none, shows all of them.
 */
@NullMarked
package dev.rollcall.local.mail;

import org.jspecify.annotations.NullMarked;
