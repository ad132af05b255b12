/**
 * Administrators' commands on accounts. Each one publishes an event that names the
 * administrator.
 */
@NullMarked
package dev.rollcall.registration.administration;

import org.jspecify.annotations.NullMarked;
