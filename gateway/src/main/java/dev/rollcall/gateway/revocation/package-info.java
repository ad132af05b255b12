/** Refuses the access tokens of ended sessions before they expire. */
@NullMarked
package dev.rollcall.gateway.revocation;

import org.jspecify.annotations.NullMarked;
