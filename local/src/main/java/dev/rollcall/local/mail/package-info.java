/**
 * The process of the mail server: it accepts every mail, delivers none and shows all.
 */
@NullMarked
package dev.rollcall.local.mail;

import org.jspecify.annotations.NullMarked;
