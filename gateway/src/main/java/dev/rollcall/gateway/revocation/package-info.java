/** Sessions that have ended: their access tokens are refused before they expire. */
@NullMarked
package dev.rollcall.gateway.revocation;

import org.jspecify.annotations.NullMarked;
