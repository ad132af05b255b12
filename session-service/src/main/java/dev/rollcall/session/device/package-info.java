/**
 * Devices on which a user has signed in.
 */
@NullMarked
package dev.rollcall.session.device;

import org.jspecify.annotations.NullMarked;
