/**
 * Devices that a user has signed in on before.
 */
@NullMarked
package dev.rollcall.session.device;

import org.jspecify.annotations.NullMarked;
